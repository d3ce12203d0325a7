#include "base/percent.h"
#include "tests/mutation/mutants_tools.h"

namespace sellsign::testing {
namespace {

using http::Reply;

bool has_json(const OwnedRequest& request) { return request.body.starts_with("{"); }

std::string header(const OwnedRequest& request, std::string_view name) {
  for (const auto& [known, value] : request.headers)
    if (known == name) return value;
  return {};
}

void double_decode(OwnedRequest& request) { replace_all(request.query, "%25", "%"); }
void plus_stays(OwnedRequest& request) { replace_all(request.query, "+", "%2B"); }
void form_plus_stays(OwnedRequest& request) {
  if (!has_json(request)) replace_all(request.body, "+", "%2B");
}
void space_stays_encoded(OwnedRequest& request) { replace_all(request.query, "%20", "%2520"); }
void lower_hex_stays(OwnedRequest& request) { replace_all(request.query, "%7c", "%257c"); }
void plus_lost(OwnedRequest& request) { replace_all(request.query, "%2B", "+"); }
void json_decoded(OwnedRequest& request) {
  if (!has_json(request)) return;
  replace_all(request.body, "%25", "%");
}
void at_sign_stays(OwnedRequest& request) { replace_all(request.query, "%40", "%2540"); }
void bad_bytes_dropped(OwnedRequest& request) { replace_all(request.query, "%E9", ""); }
void body_ignored(OwnedRequest& request) { request.body.clear(); }
void form_ignored(OwnedRequest& request) {
  if (!has_json(request)) request.body.clear();
}
void untyped_ignored(OwnedRequest& request) {
  if (header(request, "Content-Type").empty()) request.body.clear();
}
void wrongly_typed_ignored(OwnedRequest& request) {
  if (has_json(request) && !header(request, "Content-Type").starts_with("application/json"))
    request.body.clear();
}
void charset_ignored(OwnedRequest& request) {
  if (header(request, "Content-Type").find("charset") != std::string::npos) request.body.clear();
}
void post_query_ignored(OwnedRequest& request) {
  if (request.verb == "POST" && request.query.find("&number=") != std::string::npos)
    remove_parameter(request, "number");
}
void body_beats_query(OwnedRequest& request) {
  const Json body = Json::parse(request.body, nullptr, false);
  if (!body.is_object()) return;
  const std::string kept = request.body;
  for (const auto& [name, value] : body.items()) remove_parameter(request, name);
  request.body = kept;
}
void last_value_wins(OwnedRequest& request) {
  const std::size_t first = request.query.find("&value=");
  if (first == std::string::npos || request.query.rfind("&value=") == first) return;
  request.query.erase(first, request.query.find('&', first + 1) - first);
}
void null_is_empty(OwnedRequest& request) { replace_all(request.body, ":null", ":\"\""); }
void camel_case_unread(OwnedRequest& request) {
  for (const char* name : {"address1", "postalCode", "cellPhone", "customerCode"})
    rename_parameter(request, name, "x" + std::string(name));
}
void camel_case_optional_unread(OwnedRequest& request) { rename_parameter(request, "jobTitle", "xJobTitle"); }
void title_unread(OwnedRequest& request) { rename_parameter(request, "title", "xtitle"); }
void customer_title_unread(OwnedRequest& request) {
  if (is_call(request, "selectOrCreateCustomer")) rename_parameter(request, "title", "xtitle");
}
void civility_unread(OwnedRequest& request) {
  if (is_call(request, "getOrCreateContractor")) rename_parameter(request, "civility", "xcivility");
}
void query_token_unread(OwnedRequest& request) { rename_parameter(request, "j_token", "x_token"); }
void header_token_unread(OwnedRequest& request) { remove_header(request, "j_token"); }
void cookie_unread(OwnedRequest& request) { remove_header(request, "Cookie"); }
void only_first_cookie(OwnedRequest& request) {
  for (auto& [name, value] : request.headers)
    if (name == "Cookie") value = value.substr(0, value.find(';'));
}
void dates_unread(OwnedRequest& request) {
  if (parameter(request, "birthdate").value_or("").size() == 10)
    set_parameter(request, "birthdate", "unread");
}
void milliseconds_unread(OwnedRequest& request) {
  if (parameter(request, "birthdate").value_or("").size() > 10) set_parameter(request, "birthdate", "unread");
}
void old_dates_unset(OwnedRequest& request) {
  if (parameter(request, "birthdate").value_or("").starts_with("-")) set_parameter(request, "birthdate", "");
}
void any_day_is_a_day(OwnedRequest& request) {
  if (parameter(request, "birthdate") == "1981-02-29") set_parameter(request, "birthdate", "1981-03-01");
}
void leading_zero_lost(OwnedRequest& request) {
  if (parameter(request, "country").value_or("").starts_with("0")) set_parameter(request, "country", "56");
}
void first_type_only(OwnedRequest& request) { replace_all(request.path, "/insert", "/insertion"); }

}  // namespace

std::vector<Mutant> wire_mutants() {
  const auto of_request = request_mutant;
  return {
      of_request("double-decode", "a query is decoded once", "wire", double_decode),
      of_request("plus-stays", "+ is a space", "wire", plus_stays),
      of_request("form-plus-stays", "+ is a space in a form", "wire", form_plus_stays),
      of_request("space-stays-encoded", "%20 is a space", "wire", space_stays_encoded),
      of_request("lower-hex-stays", "%7c is |", "wire", lower_hex_stays),
      of_request("plus-lost", "%2B is +", "token", plus_lost),
      of_request("json-decoded", "JSON is not decoded", "wire", json_decoded),
      of_request("at-sign-stays", "%40 is @", "wire", at_sign_stays),
      of_request("bad-bytes-dropped", "what is not UTF-8 is refused", "wire", bad_bytes_dropped),
      of_request("body-ignored", "a body is read", "smoke", body_ignored),
      of_request("form-ignored", "a form is read", "wire", form_ignored),
      of_request("untyped-ignored", "a body without type is read", "wire", untyped_ignored),
      of_request("wrongly-typed-ignored", "a body with a wrong type is read", "wire", wrongly_typed_ignored),
      of_request("charset-ignored", "a body with a charset is read", "wire", charset_ignored),
      of_request("post-query-ignored", "the query of a POST is read", "smoke", post_query_ignored),
      of_request("body-beats-query", "the query counts first", "wire", body_beats_query),
      of_request("last-value-wins", "the first value counts", "wire", last_value_wins),
      of_request("null-is-empty", "null is absent", "wire", null_is_empty),
      of_request("camel-case-unread", "camelCase is read", "customer", camel_case_unread),
      of_request("camel-case-optional-unread", "camelCase is read", "customer", camel_case_optional_unread),
      of_request("title-unread", "title is civility", "contractor", title_unread),
      of_request("customer-title-unread", "title is civility", "customer", customer_title_unread),
      of_request("civility-unread", "civility is title", "contractor", civility_unread),
      of_request("query-token-unread", "the token may be in the query", "token", query_token_unread),
      of_request("header-token-unread", "the token may be a header", "token", header_token_unread),
      of_request("cookie-unread", "the token may be a cookie", "token", cookie_unread),
      of_request("only-first-cookie", "the cookie may be the second", "token", only_first_cookie),
      of_request("dates-unread", "a birthdate may be a date", "customer", dates_unread),
      of_request("milliseconds-unread", "a birthdate may be milliseconds", "customer", milliseconds_unread),
      of_request("old-dates-unset", "a birthdate may be before 1970", "customer", old_dates_unset),
      of_request("any-day-is-a-day", "29 February is not in every year", "customer", any_day_is_a_day),
      of_request("leading-zero-lost", "a country of digits is text", "customer", leading_zero_lost),
      of_request("insert-unknown", "a write works under insert", "wire", first_type_only),
  };
}

}  // namespace sellsign::testing
