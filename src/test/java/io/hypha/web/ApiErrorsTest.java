package io.hypha.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.hypha.stake.FakeNode;
import jakarta.servlet.RequestDispatcher;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Errors of {@code /api/v1} beside the pages, whose errors would take them too. */
class ApiErrorsTest extends PagesOnScene {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Autowired private MockMvc mvc;

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request.header("Host", "localhost:8080")).andReturn().getResponse();
    }

    private static JsonNode problem(MockHttpServletResponse answer, int status) throws Exception {
        String body = answer.getContentAsString();
        assertThat(answer.getStatus()).as(body).isEqualTo(status);
        assertThat(answer.getContentType()).as(body).startsWith("application/problem+json");
        JsonNode problem = JSON.readTree(body);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asString()).isNotBlank();
        return problem;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/validators?subnet=x",
                "/api/v1/validators?subnet=-1",
                "/api/v1/validators?subnet=65536",
                "/api/v1/validators?window=1d",
                "/api/v1/validators?limit=x",
                "/api/v1/validators?limit=0",
                "/api/v1/validators?limit=100000",
                "/api/v1/validators?offset=-1",
                "/api/v1/validators?offset=99999999999",
                "/api/v1/validators/x",
                "/api/v1/subnets/x",
                "/api/v1/accounts/x",
                "/api/v1/accounts/5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ",
                "/api/v1/addresses/x",
                "/api/v1/tx/zz",
                "/api/v1/tx/0x12",
                "/api/v1/proofs/x",
                "/api/v1/quote",
                "/api/v1/quote?action=x",
                "/api/v1/quote?action={}"
            })
    void what_is_malformed_is_a_problem_of_400(String address) throws Exception {
        problem(answer(get(address)), 400);
        problem(answer(get(address).accept(MediaType.APPLICATION_JSON)), 400);
    }

    @Test
    void a_number_that_is_none_is_called_so() throws Exception {
        assertThat(problem(answer(get("/api/v1/validators?limit=x")), 400).get("detail").asString())
                .isEqualTo("limit: expected a whole number below 2^31, found 'x'");
    }

    @Test
    void what_is_unknown_is_a_problem_of_404() throws Exception {
        problem(answer(get("/api/v1/tx/" + FakeNode.hash(7).toHex())), 404);
        problem(answer(get("/api/v1/nothing")), 404);
        assertThat(problem(answer(get("/api/v1/validators?subnet=999")), 404).get("missing"))
                .hasToString("\"absent\"");
    }

    @Test
    void another_method_or_form_is_a_problem_of_its_own() throws Exception {
        problem(answer(post("/api/v1/validators")), 405);
        problem(answer(get("/api/v1/validators").accept("image/png")), 406);
    }

    @Test
    void a_page_still_says_it_in_words() throws Exception {
        MockHttpServletResponse page = answer(get("/validators?subnet=x"));
        assertThat(page.getStatus()).isEqualTo(400);
        assertThat(page.getContentType()).startsWith("text/html");
    }

    @Test
    void what_no_handler_answers_is_a_problem_too() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, 400);
        request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/api/v1/tx/..");
        var answer =
                new PlainFailures(new DefaultErrorAttributes(), new WebProperties(), List.of())
                        .error(request);
        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(answer.getHeaders().getContentType())
                .isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer.getBody()).containsEntry("instance", "/api/v1/tx/..");
    }
}
