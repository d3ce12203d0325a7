#include "mock_server/calls/refusal.h"
#include "tests/mutation/mutants_tools.h"

namespace sellsign::testing {
namespace {

using http::Reply;

/// Whether the sentence, which is the first line, holds the words; what stands below it is advice.
bool says(const Reply& reply, std::string_view words) {
  return reply.body.substr(0, reply.body.find('\n')).find(words) != std::string::npos;
}

void mandatory_is_400(Reply& reply) {
  if (says(reply, "is mandatory")) reply.status = 400;
}
void mandatory_unnamed(Reply& reply) {
  if (says(reply, "is mandatory")) reply.body = "A mandatory parameter is missing.";
}
void type_unnamed(Reply& reply) {
  if (says(reply, "must be")) reply.body = "A parameter cannot be read.";
}
void refusal_is_200(Reply& reply) {
  if (reply.status == 500) reply.status = 200;
}
void refusal_is_json(Reply& reply) {
  if (reply.status < 400) return;
  reply.content_type = "application/json;charset=UTF-8";
  reply.body = "{\"error\":" + Json(reply.body).dump() + "}";
}
void refusal_is_html(Reply& reply) {
  if (reply.status >= 400) reply.content_type = "text/html;charset=UTF-8";
}
void refusal_is_silent(Reply& reply) {
  if (reply.status == 500) reply.body.clear();
}
void two_lines(Reply& reply) {
  if (reply.status >= 400) reply.body.replace(reply.body.find(' '), 1, "\n");
}
void unknown_is_404(Reply& reply) {
  if (reply.body == "null") reply = mock::refusal(404, "There is no such customer.");
}
void unknown_is_empty(Reply& reply) {
  if (reply.body == "null") reply.body = "{}";
}
void no_hint(Reply& reply) {
  if (reply.status == 404) reply.body = "Not found.";
}
template <int from, int to>
void status(Reply& reply) {
  if (reply.status == from) reply.status = to;
}
void not_built_unnamed(Reply& reply) {
  if (reply.status == 501) reply.body = "Not built.";
}
void no_allow(Reply& reply) {
  if (reply.status == 405) reply.headers.clear();
}
void no_warnings(Reply& reply) {
  std::erase_if(reply.headers, [](const auto& header) { return header.first == "X-Mock-Warning"; });
}
void always_warns(Reply& reply) { reply.headers.emplace_back("X-Mock-Warning", "all: is not well"); }
void no_location(Reply& reply) {
  if (reply.status == 302) reply.headers.clear();
}

/// Gives the parameter that a refusal names, and asks again.
Reply mandatory_made_up(OwnedRequest request, const Inner& inner, Memory&) {
  Reply reply = inner(request);
  while (says(reply, "is mandatory")) {
    const std::size_t from = reply.body.find('"') + 1;
    const std::string name = reply.body.substr(from, reply.body.find('"', from) - from);
    set_parameter(request, name, name == "id" ? "-1" : "made up");
    reply = inner(request);
  }
  return reply;
}

/// Lets every call in.
Reply missing_token_let_in(OwnedRequest request, const Inner& inner, Memory&) {
  const Reply reply = inner(request);
  if (!says(reply, "token is missing")) return reply;
  request.headers.emplace_back("j_token", k_mutation_token);
  return inner(request);
}
Reply unknown_token_let_in(OwnedRequest request, const Inner& inner, Memory&) {
  const Reply reply = inner(request);
  if (!says(reply, "token is not valid")) return reply;
  remove_header(request, "j_token");
  remove_header(request, "Cookie");
  set_parameter(request, "j_token", k_mutation_token);
  return inner(request);
}
/// Of two tokens only the header's is looked at.
Reply second_token_unchecked(OwnedRequest request, const Inner& inner, Memory&) {
  for (const auto& header : request.headers)
    if (header.first == "j_token" && header.second == k_mutation_token) {
      remove_header(request, "Cookie");
      remove_parameter(request, "j_token");
      break;
    }
  return inner(request);
}

/// Creates the customer that a signatory or free field is for.
Reply customer_made_up(OwnedRequest request, const Inner& inner, Memory&) {
  const Reply reply = inner(request);
  if (!says(reply, "There is no customer") || is_call(request, "getCustomer")) return reply;
  OwnedRequest create{"POST", "/calinda/hub/selling/model/customer/update", "action=selectOrCreateCustomer",
                      "{}", request.headers};
  for (const char* name : {"civility", "firstname", "lastname", "email", "cell_phone", "address_1",
                           "postal_code", "city", "country", "customer_code"})
    set_parameter(create, name, "x");
  set_parameter(create, "number", parameter(request, "customer_number").value_or(""));
  set_parameter(create, "j_token", k_mutation_token);
  inner(create);
  return inner(request);
}

/// Takes an id of another customer, or of nobody, for -1.
Reply foreign_id_creates(OwnedRequest request, const Inner& inner, Memory&) {
  const Reply reply = inner(request);
  if (!says(reply, "with the id")) return reply;
  set_parameter(request, "id", "-1");
  return inner(request);
}

Reply bad_types_read(OwnedRequest request, const Inner& inner, Memory&) {
  for (const char* name : {"id", "offset", "size"})
    if (parameter(request, name) == "not-an-integer")
      set_parameter(request, name, name == std::string("id") ? -1 : 0);
  if (parameter(request, "is_default") == "not-a-boolean") set_parameter(request, "is_default", true);
  return inner(request);
}

/// Refuses what should be accepted.
Reply refuse_if(bool wrong, const OwnedRequest& request, const Inner& inner) {
  return wrong ? mock::refusal(500, "No.") : inner(request);
}
Reply empty_mandatory_refused(OwnedRequest request, const Inner& inner, Memory&) {
  return refuse_if(parameter(request, "city") == "", request, inner);
}
Reply text_id_refused(OwnedRequest request, const Inner& inner, Memory&) {
  return refuse_if(request.body.find("\"id\":\"") != std::string::npos, request, inner);
}
Reply number_as_text_refused(OwnedRequest request, const Inner& inner, Memory&) {
  return refuse_if(request.body.find("\"value\":2") != std::string::npos, request, inner);
}
Reply unknown_parameter_refused(OwnedRequest request, const Inner& inner, Memory&) {
  return refuse_if(parameter(request, "licenseId").has_value(), request, inner);
}
Reply digits_refused(OwnedRequest request, const Inner& inner, Memory&) {
  return refuse_if(parameter(request, "country") == "250", request, inner);
}
Reply array_read(OwnedRequest request, const Inner& inner, Memory&) {
  if (request.body.starts_with("[{")) request.body = request.body.substr(1, request.body.size() - 2);
  return inner(request);
}

template <char first>
Reply verb_refused(OwnedRequest request, const Inner& inner, Memory&) {
  if (request.verb[0] == first && request.verb != "PATCH") request.verb = "TRACE";
  return inner(request);
}
Reply put_refused(OwnedRequest request, const Inner& inner, Memory&) {
  if (request.verb == "PUT") request.verb = "TRACE";
  return inner(request);
}
Reply delete_reads(OwnedRequest request, const Inner& inner, Memory&) {
  if (request.verb == "DELETE") request.verb = "GET";
  return inner(request);
}
Reply any_method(OwnedRequest request, const Inner& inner, Memory&) {
  replace_all(request.query, "GETCUSTOMER", "getCustomer");
  return inner(request);
}

/// Refuses in strict mode what strict mode accepts: every GET of a write.
Reply get_refused_when_strict(OwnedRequest request, const Inner& inner, Memory&) {
  return refuse_if(request.verb == "GET" && is_call(request, "selectOrCreateCustomer"), request, inner);
}

std::vector<Mutant> reply_refusals() {
  const auto of_reply = reply_mutant;
  return {
      of_reply("mandatory-is-400", "a missing mandatory parameter is 500", "error", mandatory_is_400),
      of_reply("mandatory-unnamed", "the missing parameter is named", "error", mandatory_unnamed),
      of_reply("type-unnamed", "the unreadable parameter is named", "error", type_unnamed),
      of_reply("refusal-is-200", "a refusal is 500", "error", refusal_is_200),
      of_reply("refusal-is-json", "a refusal is text", "error", refusal_is_json),
      of_reply("refusal-is-html", "a refusal is text/plain", "error", refusal_is_html),
      of_reply("refusal-is-silent", "a refusal explains itself", "error", refusal_is_silent),
      of_reply("refusal-of-two-lines", "the first line of a refusal is one sentence", "error", two_lines),
      of_reply("unknown-is-404", "an unknown number is 200 and null", "customer", unknown_is_404),
      of_reply("unknown-is-empty", "an unknown number is null", "customer", unknown_is_empty),
      of_reply("no-hint", "the nearest call is named", "error", no_hint),
      of_reply("unknown-call-is-500", "an unknown call is 404", "error", status<404, 500>),
      of_reply("wrong-verb-is-404", "a wrong verb is 405", "wire", status<405, 404>),
      of_reply("not-built-is-404", "what is not built is 501", "error", status<501, 404>),
      of_reply("not-built-unnamed", "what is not built is named", "error", not_built_unnamed),
      of_reply("no-allow", "405 says what is allowed", "wire", no_allow),
      of_reply("token-refused-with-500", "a missing token is 401", "token", status<401, 500>),
      of_reply("no-warnings", "departures are warned of", "lenient", no_warnings),
      of_reply("always-warns", "what is documented gives no warning", "strict", always_warns),
      of_reply("no-location", "302 leads to a login page", "token", no_location),
  };
}

}  // namespace

std::vector<Mutant> refusal_mutants() {
  std::vector<Mutant> mutants = reply_refusals();
  const std::vector<Mutant> others = {
      {"mandatory-made-up", "mandatory parameters are needed", "error", mandatory_made_up, {}},
      {"missing-token-let-in", "a token is needed", "token", missing_token_let_in, {}},
      {"unknown-token-let-in", "an unknown token is refused", "token", unknown_token_let_in, {}},
      {"second-token-unchecked", "each of two tokens has to be valid", "token", second_token_unchecked, {}},
      {"customer-made-up", "a signatory needs an existing customer", "error", customer_made_up, {}},
      {"foreign-id-creates", "an unknown id is refused", "error", foreign_id_creates, {}},
      {"bad-types-read", "what cannot be read is refused", "error", bad_types_read, {}},
      {"empty-mandatory-refused", "empty is not missing", "wire", empty_mandatory_refused, {}},
      {"text-id-refused", "digits in text are a number", "wire", text_id_refused, {}},
      {"number-as-text-refused", "lenient mode takes a number as text", "wire", number_as_text_refused, {}},
      {"unknown-parameter-refused", "unknown parameters are ignored", "wire", unknown_parameter_refused, {}},
      {"country-digits-refused", "a country may be three digits", "customer", digits_refused, {}},
      {"array-read", "a JSON body is one object", "wire", array_read, {}},
      {"get-refused", "GET works", "smoke", verb_refused<'G'>, {}},
      {"put-refused", "PUT is POST", "wire", put_refused, {}},
      {"delete-reads", "DELETE is no verb of the API", "wire", delete_reads, {}},
      {"method-whatever-case", "methods are compared exactly", "error", any_method, {}},
      {"get-of-a-write-refused", "a GET may write", "strict", get_refused_when_strict, {}},
      {"strict-accepts",
       "strict mode refuses departures",
       "strict",
       {},
       [](mock::MockOptions& options) { options.mode = mock::Mode::lenient; }},
      {"lenient-refuses",
       "lenient mode answers departures",
       "lenient",
       {},
       [](mock::MockOptions& options) { options.mode = mock::Mode::strict; }},
  };
  mutants.insert(mutants.end(), others.begin(), others.end());
  return mutants;
}

}  // namespace sellsign::testing
