#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "base/json/positioned_json.h"
#include "base/nearest.h"
#include "mock_server/journal/verify/pattern.h"

namespace sellsign::mock {
namespace {

using Json = nlohmann::ordered_json;
using Kind = TextMatcher::Kind;

/// Every name by which parameters of that call can be given; null: of all calls that are built.
std::vector<std::string_view> parameter_names(const api::Endpoint* call) {
  std::vector<std::string_view> names = {"action", "m", "j_token"};
  for (const api::Endpoint& row : api::endpoints())
    if (call == nullptr ? row.call != api::Call::not_built : &row == call)
      for (const api::FieldInfo& parameter : row.parameters)
        for (const std::string_view name : {parameter.name, parameter.alias, parameter.key})
          if (!name.empty() && parameter.need != api::Need::answer) names.push_back(name);
  return names;
}

struct Reader {
  Problems& problems;

  void complain(const std::string& at, std::string what) { problems.push_back({at, std::move(what)}); }

  std::string read_text(const Json& json, const std::string& at) {
    if (json.is_string()) return json.get<std::string>();
    complain(at, "must be a text");
    return {};
  }

  const api::Endpoint* read_call(const Json& json, const std::string& at) {
    const std::string id = read_text(json, at);
    const api::Endpoint* row = api::find_endpoint(id);
    if (json.is_string() && row == nullptr)
      complain(at, "must be the id of a call, not \"" + id + "\"" + did_you_mean(id, api::endpoint_ids()));
    else if (row != nullptr && row->call == api::Call::not_built)
      complain(at, "must be a call that this mock answers");
    return row;
  }

  /// In upper case, as verbs are sent.
  std::string read_verb(const Json& json, const std::string& at) {
    std::string verb = read_text(json, at);
    std::ranges::transform(verb, verb.begin(), [](char c) {
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    const bool letters = std::ranges::all_of(verb, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (json.is_string() && (verb.empty() || !letters)) complain(at, "must be a verb such as GET or POST");
    return verb;
  }

  std::pair<int, int> read_status(const Json& json, const std::string& at) {
    if (json.is_number_integer() && json >= 100 && json <= 599) return {json.get<int>(), json.get<int>()};
    const std::string text = json.is_string() ? json.get<std::string>() : "";
    if (text.size() == 3 && text[0] >= '1' && text[0] <= '5' && text.ends_with("xx"))
      return {(text[0] - '0') * 100, (text[0] - '0') * 100 + 99};
    complain(at, "must be a status such as 404, or a class such as \"4xx\"");
    return {};
  }

  /// A value that the text has to be, or an object with one matcher.
  TextMatcher read_matcher(const Json& json, const std::string& at, bool is_body) {
    if (json.is_string() && !is_body) return {Kind::equals, json.get<std::string>(), std::nullopt};
    if ((json.is_number() || json.is_boolean()) && !is_body) return {Kind::equals, json.dump(), std::nullopt};
    constexpr std::array<std::string_view, 5> k_kinds = {"equals", "contains", "matches", "absent",
                                                         "present"};
    const std::string choices = is_body ? "{\"contains\":text}, {\"matches\":pattern} or {\"equals\":text}"
                                        : "a value, or an object with one of equals, contains, matches, "
                                          "absent and present";
    if (!json.is_object() || json.size() != 1) {
      complain(at, "must be " + choices);
      return {};
    }
    const std::string& key = json.begin().key();
    const auto* const found = std::ranges::find(k_kinds, key);
    const auto kind = static_cast<Kind>(found - k_kinds.begin());
    if (found == k_kinds.end() || (is_body && kind >= Kind::absent)) {
      complain(child(at, key), "is not known" + did_you_mean(key, k_kinds) + ": give " + choices);
      return {};
    }
    return read_operand(kind, json.front(), child(at, key));
  }

  TextMatcher read_operand(Kind kind, const Json& json, const std::string& at) {
    if (kind >= Kind::absent) {
      if (!json.is_boolean()) complain(at, "must be true or false");
      const bool wanted = json == true;
      return {wanted == (kind == Kind::absent) ? Kind::absent : Kind::present, "", std::nullopt};
    }
    TextMatcher matcher{kind, read_text(json, at), std::nullopt};
    if (kind != Kind::matches) return matcher;
    auto pattern = Pattern::compile(matcher.text);
    if (!pattern) return complain(at, pattern.error().message), matcher;
    matcher.pattern = *std::move(pattern);
    return matcher;
  }

  void read_parameters(const Json& json, const std::string& at, RequestPattern& pattern) {
    if (!json.is_object()) return complain(at, "must be an object of parameters");
    for (const auto& [name, value] : json.items())
      pattern.parameters.emplace_back(name, read_matcher(value, child(at, name), false));
  }

  void read_key(const std::string& key, const Json& value, const std::string& at,
                std::span<const std::string_view> others, RequestPattern& pattern) {
    if (key == "call")
      pattern.call = read_call(value, at);
    else if (key == "number")
      pattern.number = read_text(value, at);
    else if (key == "verb")
      pattern.verb = read_verb(value, at);
    else if (key == "token")
      pattern.token = read_text(value, at);
    else if (key == "status")
      pattern.status = read_status(value, at);
    else if (key == "parameters")
      read_parameters(value, at, pattern);
    else if (key == "body")
      pattern.body = read_matcher(value, at, true);
    else
      complain_of_key(key, at, others);
  }

  /// A name that no request has would never match, or always where it is to be absent.
  void check_names(const RequestPattern& pattern, const std::string& at) {
    const auto known = parameter_names(pattern.call);
    for (const auto& [name, matcher] : pattern.parameters)
      if (std::ranges::find(known, name) == known.end())
        complain(child(child(at, "parameters"), name),
                 (pattern.call == nullptr ? "is a parameter of no call"
                                          : "is no parameter of " + std::string(pattern.call->id)) +
                     did_you_mean(name, known));
  }

  void complain_of_key(const std::string& key, const std::string& at,
                       std::span<const std::string_view> others) {
    std::vector<std::string_view> known = {"call", "number", "verb", "token", "status", "parameters", "body"};
    known.insert(known.end(), others.begin(), others.end());
    complain(at, "is not known" + did_you_mean(key, known));
  }
};

}  // namespace

RequestPattern read_pattern(const Json& json, const std::string& at, std::span<const std::string_view> others,
                            Problems& problems) {
  Reader reader{problems};
  RequestPattern pattern;
  if (!json.is_object()) {
    reader.complain(at, "must be an object that says which request is meant");
    return pattern;
  }
  for (const auto& [key, value] : json.items())
    if (std::ranges::find(others, key) == others.end())
      reader.read_key(key, value, child(at, key), others, pattern);
  reader.check_names(pattern, at);
  return pattern;
}

}  // namespace sellsign::mock
