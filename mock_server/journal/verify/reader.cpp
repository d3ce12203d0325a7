#include "mock_server/journal/verify/reader.h"

#include <algorithm>
#include <array>
#include <limits>

#include <nlohmann/json.hpp>

#include "base/json/object_reader.h"
#include "base/nearest.h"
#include "base/text.h"

namespace sellsign::mock {
namespace {

using Kind = TextMatcher::Kind;

/// Every name by which parameters of that call can be given; null: of all calls that are built.
std::vector<std::string_view> parameter_names(const api::Endpoint* call) {
  std::vector<std::string_view> names(api::k_selectors.begin(), api::k_selectors.end());
  names.push_back(api::k_token_name);
  for (const api::Endpoint& row : api::endpoints())
    if (call == nullptr ? row.call != api::Call::not_built : &row == call)
      for (const api::FieldInfo& parameter : row.parameters)
        for (const std::string_view name : {parameter.name, parameter.alias, parameter.key})
          if (!name.empty() && parameter.need != api::Need::answer) names.push_back(name);
  return names;
}

void read_call(const Json& value, const Spot& spot, RequestPattern& out) {
  const auto id = read_text(value, spot);
  if (!id) return;
  out.call = api::find_endpoint(*id);
  if (out.call == nullptr)
    spot.say("must be the id of a call, not " + in_quotes(*id) + did_you_mean(*id, api::endpoint_ids()));
  else if (out.call->call == api::Call::not_built)
    spot.say("must be a call that this mock answers");
}

/// In upper case, as verbs are sent.
void read_verb(const Json& value, const Spot& spot, RequestPattern& out) {
  out.verb = read_text(value, spot);
  if (!out.verb) return;
  std::ranges::transform(*out.verb, out.verb->begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  const bool letters = std::ranges::all_of(*out.verb, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (out.verb->empty() || !letters) spot.say("must be a verb such as GET or POST");
}

void read_status(const Json& value, const Spot& spot, RequestPattern& out) {
  const std::string text = value.is_string() ? value.get<std::string>() : "";
  if (value.is_number_integer() && value >= 100 && value <= 599)
    out.status = {value.get<int>(), value.get<int>()};
  else if (text.size() == 3 && text[0] >= '1' && text[0] <= '5' && text.ends_with("xx"))
    out.status = {(text[0] - '0') * 100, (text[0] - '0') * 100 + 99};
  else
    spot.say("must be a status such as 404, or a class such as \"4xx\"");
}

TextMatcher read_operand(Kind kind, const Json& value, const Spot& spot) {
  if (kind >= Kind::absent) {
    const bool wanted = read_boolean(value, spot).value_or(false);
    return {wanted == (kind == Kind::absent) ? Kind::absent : Kind::present, "", std::nullopt};
  }
  TextMatcher matcher{kind, read_text(value, spot).value_or(""), std::nullopt};
  if (kind != Kind::matches) return matcher;
  if (auto pattern = Pattern::compile(matcher.text))
    matcher.pattern = *std::move(pattern);
  else
    spot.say(pattern.error().message);
  return matcher;
}

/// A value that the text has to be, or an object with one matcher.
TextMatcher read_matcher(const Json& value, const Spot& spot, bool is_body) {
  constexpr std::array<std::string_view, 5> k_kinds = {"equals", "contains", "matches", "absent", "present"};
  const std::string choices = is_body ? "{\"contains\":text}, {\"matches\":pattern} or {\"equals\":text}"
                                      : "a value, or an object with one of equals, contains, matches, "
                                        "absent and present";
  if (!is_body && value.is_string()) return {Kind::equals, value.get<std::string>(), std::nullopt};
  if (!is_body && (value.is_number() || value.is_boolean()))
    return {Kind::equals, value.dump(), std::nullopt};
  if (!value.is_object() || value.size() != 1) return spot.say("must be " + choices), TextMatcher{};
  const std::string& key = value.begin().key();
  const auto* const found = std::ranges::find(k_kinds, key);
  const auto kind = static_cast<Kind>(found - k_kinds.begin());
  if (found != k_kinds.end() && !(is_body && kind >= Kind::absent))
    return read_operand(kind, value.front(), spot.at(key));
  spot.at(key).say("is not known" + did_you_mean(key, k_kinds) + ": give " + choices);
  return {};
}

void read_parameters(const Json& value, const Spot& spot, RequestPattern& out) {
  if (!value.is_object()) return spot.say("must be an object of parameters");
  for (const auto& [name, inner] : value.items())
    out.parameters.emplace_back(name, read_matcher(inner, spot.at(name), false));
}

constexpr KeyRow<RequestPattern> k_keys[] = {
    {"call", read_call},
    {"number",
     [](const Json& value, const Spot& spot, RequestPattern& out) { out.number = read_text(value, spot); }},
    {"verb", read_verb},
    {"token",
     [](const Json& value, const Spot& spot, RequestPattern& out) { out.token = read_text(value, spot); }},
    {"status", read_status},
    {"parameters", read_parameters},
    {"body", [](const Json& value, const Spot& spot,
                RequestPattern& out) { out.body = read_matcher(value, spot, true); }},
};

/// A name that no request has would never match, or always where it is to be absent.
void check_names(const RequestPattern& pattern, const Spot& spot) {
  const auto known = parameter_names(pattern.call);
  for (const auto& [name, matcher] : pattern.parameters)
    if (std::ranges::find(known, name) == known.end())
      spot.at(name).say((pattern.call == nullptr ? "is a parameter of no call"
                                                 : "is no parameter of " + std::string(pattern.call->id)) +
                        did_you_mean(name, known));
}

/// Keys of `others` are passed over.
RequestPattern read_pattern(const Json& value, const Spot& spot,
                            std::initializer_list<std::string_view> others) {
  RequestPattern pattern;
  std::vector<std::string_view> names;
  for (const auto& row : k_keys) names.push_back(row.name);
  names.insert(names.end(), others);
  for_each_key(value, spot, names, [&](std::size_t row, const Json& inner, const Spot& at) {
    if (row < std::size(k_keys)) k_keys[row].read(inner, at, pattern);
  });
  check_names(pattern, spot.at("parameters"));
  return pattern;
}

std::optional<std::uint64_t> read_count(const Json& body, const Spot& spot, std::string_view key) {
  const auto found = body.find(key);
  if (found == body.end()) return std::nullopt;
  return static_cast<std::uint64_t>(
      read_integer(*found, spot.at(key), 0, std::numeric_limits<std::int64_t>::max()).value_or(0));
}

Wanted read_wanted(const Json& body, const Spot& spot) {
  Wanted wanted{read_count(body, spot, "atLeast"), read_count(body, spot, "atMost")};
  if (const auto exactly = read_count(body, spot, "exactly")) {
    if (wanted.at_least || wanted.at_most)
      spot.at("exactly").say("leaves no room for atLeast or atMost: give one or the other");
    wanted = {exactly, exactly};
  }
  if (wanted.at_least && wanted.at_most && *wanted.at_least > *wanted.at_most)
    spot.at("atLeast").say("must not be greater than atMost");
  if (!wanted.at_least && !wanted.at_most) wanted.at_least = 1;
  return wanted;
}

void read_ordered(const Json& value, const Spot& spot, Verification& out) {
  if (!value.is_array() || value.empty()) return spot.say("must be a list of requests");
  for (std::size_t i = 0; i < value.size(); ++i) out.order.push_back(read_pattern(value[i], spot.at(i), {}));
}

}  // namespace

Verification read_verification(const Json& body, Problems& problems) {
  Verification out;
  const Spot spot(problems);
  if (!body.is_object()) {
    problems.push_back({"", "must be an object that says which request is meant"});
  } else if (!body.contains("order")) {
    out.pattern = read_pattern(body, spot, {"exactly", "atLeast", "atMost", "order"});
    out.wanted = read_wanted(body, spot);
  } else {
    for (const auto& [key, value] : body.items())
      if (key == "order")
        read_ordered(value, spot.at(key), out);
      else if (key == "strict")
        out.strict = read_boolean(value, spot.at(key)).value_or(false);
      else
        spot.at(key).say("does not go with order; put what a request has to be into the list");
  }
  return out;
}

std::string Wanted::text() const {
  if (at_least && at_most && *at_least == *at_most) return "exactly " + std::to_string(*at_least);
  std::string words = at_least ? "at least " + std::to_string(*at_least) : "";
  if (at_most) words += (words.empty() ? "at most " : " and at most ") + std::to_string(*at_most);
  return words;
}

}  // namespace sellsign::mock
