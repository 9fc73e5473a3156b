package io.hypha;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/** Starts the process, nothing else. */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class) // nobody signs in
public class HyphaApplication {

    public static void main(String[] args) {
        SpringApplication.run(HyphaApplication.class, args);
    }
}
