package io.hypha;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the process, nothing else. */
@SpringBootApplication
public class HyphaApplication {

    public static void main(String[] args) {
        SpringApplication.run(HyphaApplication.class, args);
    }
}
