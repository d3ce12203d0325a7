#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "base/json/positioned_json.h"
#include "mock_server/journal/verify/verify.h"

namespace sellsign::mock {
namespace {

using Json = nlohmann::ordered_json;

std::optional<std::uint64_t> read_number(const Json& json, const char* key, Problems& problems) {
  if (!json.contains(key)) return std::nullopt;
  if (json[key].is_number_unsigned()) return json[key].get<std::uint64_t>();
  problems.push_back({child("", key), "must be a whole number from 0"});
  return 0;
}

}  // namespace

Wanted read_wanted(const Json& json, Problems& problems) {
  Wanted wanted{read_number(json, "atLeast", problems), read_number(json, "atMost", problems)};
  if (const auto exactly = read_number(json, "exactly", problems)) {
    if (wanted.at_least || wanted.at_most)
      problems.push_back({"/exactly", "leaves no room for atLeast or atMost: give one or the other"});
    wanted = {exactly, exactly};
  }
  if (wanted.at_least && wanted.at_most && *wanted.at_least > *wanted.at_most)
    problems.push_back({"/atLeast", "must not be greater than atMost"});
  if (!wanted.at_least && !wanted.at_most) wanted.at_least = 1;
  return wanted;
}

RequestPattern read_counted(const Json& json, Problems& problems) {
  constexpr std::array<std::string_view, 4> k_counting = {"exactly", "atLeast", "atMost", "order"};
  return read_pattern(json, "", k_counting, problems);
}

std::vector<RequestPattern> read_order(const Json& json, Problems& problems) {
  constexpr std::array<std::string_view, 2> k_keys = {"order", "strict"};
  for (const auto& [key, value] : json.items())
    if (std::ranges::find(k_keys, key) == k_keys.end())
      problems.push_back(
          {child("", key), "does not go with order; put what a request has to be into the list"});
  if (json.contains("strict") && !json["strict"].is_boolean())
    problems.push_back({"/strict", "must be true or false"});
  std::vector<RequestPattern> order;
  const Json& list = json["order"];
  if (!list.is_array() || list.empty())
    problems.push_back({"/order", "must be a list of requests"});
  else
    for (std::size_t i = 0; i < list.size(); ++i)
      order.push_back(read_pattern(list[i], child("/order", i), {}, problems));
  return order;
}

std::string Wanted::text() const {
  if (at_least && at_most && *at_least == *at_most) return "exactly " + std::to_string(*at_least);
  std::string words = at_least ? "at least " + std::to_string(*at_least) : "";
  if (at_most) words += (words.empty() ? "at most " : " and at most ") + std::to_string(*at_most);
  return words;
}

}  // namespace sellsign::mock
