#include <algorithm>

#include "mock_server/calls/refusal.h"
#include "tests/mutation/mutants_tools.h"

namespace sellsign::testing {
namespace {

using http::Reply;

constexpr std::string_view k_list = "getContractorsFor";

std::optional<std::int64_t> number(const OwnedRequest& request, std::string_view name) {
  const auto text = parameter(request, name);
  if (!text || text->empty() || text->find_first_not_of("-0123456789") != std::string::npos)
    return std::nullopt;
  return std::stoll(*text);
}

void shift(OwnedRequest& request, std::string_view name, std::int64_t by) {
  if (!is_call(request, k_list)) return;
  if (const auto value = number(request, name); value && *value > 0)
    set_parameter(request, name, *value + by);
}

void offset_too_far(OwnedRequest& request) { shift(request, "offset", 1); }
void offset_too_near(OwnedRequest& request) { shift(request, "offset", -1); }
void size_too_big(OwnedRequest& request) { shift(request, "size", 1); }
void size_too_small(OwnedRequest& request) { shift(request, "size", -1); }
void offset_ignored(OwnedRequest& request) {
  if (number(request, "offset").value_or(0) > 0) remove_parameter(request, "offset");
}
void size_ignored(OwnedRequest& request) {
  if (number(request, "size").value_or(0) > 0) remove_parameter(request, "size");
}
void offset_in_pages(OwnedRequest& request) {
  const auto offset = number(request, "offset");
  const auto size = number(request, "size");
  if (offset && size && *offset > 0 && *size > 0 && *size < 50)
    set_parameter(request, "offset", *offset * *size);
}
void half_a_page(OwnedRequest& request) {
  if (is_call(request, k_list) && !parameter(request, "size")) set_parameter(request, "size", 50);
}
void endless_page(OwnedRequest& request) {
  if (is_call(request, k_list) && !parameter(request, "size")) set_parameter(request, "size", 9999);
}
void nothing_is_everything(OwnedRequest& request) {
  if (number(request, "size") == 0) remove_parameter(request, "size");
}
void below_zero_is_zero(OwnedRequest& request) {
  for (const char* name : {"offset", "size"})
    if (number(request, name).value_or(0) < 0 && is_call(request, k_list)) set_parameter(request, name, 0);
}

void bare(Reply& reply) {
  edit_answer(reply, [](Json& answer) {
    if (answer.is_object() && answer.contains("elements")) answer = Json(answer["elements"]);
  });
}
void wrapped(Reply& reply) {
  edit_answer(reply, [](Json& answer) {
    if (answer.is_array()) answer = Json{{"elements", answer}};
  });
}
void with_total(Reply& reply) {
  edit_answer(reply, [](Json& answer) {
    if (answer.is_object() && answer.contains("elements")) answer["total"] = answer["elements"].size();
  });
}
void elements_missing(Reply& reply) {
  edit_answer(reply, [](Json& answer) {
    if (answer.is_object() && answer.contains("elements") && answer["elements"].empty())
      answer = Json::object();
  });
}
void empty_is_null(Reply& reply) {
  edit_answer(reply, [](Json& answer) {
    if (answer.is_array() && answer.empty()) answer = nullptr;
  });
}
void newest_first(Reply& reply) {
  edit_answer(reply, [](Json& answer) {
    Json& list = answer.is_object() && answer.contains("elements") ? answer["elements"] : answer;
    if (list.is_array()) std::reverse(list.begin(), list.end());
  });
}
void last_missing(Reply& reply) {
  edit_answer(reply, [](Json& answer) {
    Json& list = answer.is_object() && answer.contains("elements") ? answer["elements"] : answer;
    if (list.is_array() && !list.empty()) list.erase(list.size() - 1);
  });
}

Reply list_of_nobody_refused(OwnedRequest request, const Inner& inner, Memory&) {
  const bool lists = is_call(request, k_list) || is_call(request, "getCustomerPropertyListFor");
  if (lists && parameter(request, "number").value_or("").starts_with("nobody"))
    return mock::refusal(500, "No customer.");
  return inner(request);
}

}  // namespace

std::vector<Mutant> list_mutants() {
  const auto of_request = request_mutant;
  const auto of_reply = reply_mutant;
  return {
      of_request("offset-too-far", "offset is exact", "contractor", offset_too_far),
      of_request("offset-too-near", "offset is exact", "contractor", offset_too_near),
      of_request("size-too-big", "size is exact", "contractor", size_too_big),
      of_request("size-too-small", "size is exact", "contractor", size_too_small),
      of_request("offset-ignored", "offset counts", "contractor", offset_ignored),
      of_request("size-ignored", "size counts", "contractor", size_ignored),
      of_request("offset-in-pages", "offset counts signatories", "contractor", offset_in_pages),
      of_request("half-a-page", "100 are answered without size", "contractor", half_a_page),
      of_request("endless-page", "100 are answered without size", "contractor", endless_page),
      of_request("size-0-is-all", "size 0 is nothing", "contractor", nothing_is_everything),
      of_request("below-zero-is-zero", "negative values are refused", "contractor", below_zero_is_zero),
      of_reply("contractors-bare", "signatories are in elements", "contractor", bare),
      of_reply("properties-wrapped", "free fields are a bare array", "property", wrapped),
      of_reply("total-added", "elements is the only key", "contractor", with_total),
      of_reply("elements-missing", "an empty list is a list", "contractor", elements_missing),
      of_reply("empty-array-is-null", "an empty list is a list", "property", empty_is_null),
      of_reply("newest-first", "the oldest comes first", "contractor", newest_first),
      of_reply("last-missing", "all are listed", "smoke", last_missing),
      {"list-of-nobody-refused",
       "an unknown customer has an empty list",
       "error",
       list_of_nobody_refused,
       {}},
  };
}

}  // namespace sellsign::testing
