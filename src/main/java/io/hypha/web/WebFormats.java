package io.hypha.web;

import io.hypha.yield.Window;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * How request parameters become types. Types with a static {@code of(String)} need no entry; enums
 * do.
 */
@Configuration(proxyBeanMethods = false)
class WebFormats implements WebMvcConfigurer {

    private static final class ToWindow implements Converter<String, Window> {
        @Override
        public Window convert(String text) {
            return Window.of(text);
        }
    }

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(new ToWindow());
    }
}
