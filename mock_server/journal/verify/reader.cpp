#include "mock_server/journal/verify/reader.h"

#include <algorithm>
#include <array>
#include <limits>

#include <nlohmann/json.hpp>

#include "base/json/object_reader.h"
#include "base/nearest.h"
#include "base/text.h"
#include "mock_server/journal/status_class.h"

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

void read_call(const JsonView& view, RequestPattern& out) {
  const auto id = read_text(view);
  if (!id) return;
  out.call = api::find_endpoint(*id);
  if (out.call == nullptr)
    view.add_problem("must be the id of a call, not " + in_quotes(*id) +
                     did_you_mean(*id, api::endpoint_ids()));
  else if (out.call->call == api::Call::not_built)
    view.add_problem("must be a call that this mock answers");
}

/// In upper case, as verbs are sent.
void read_verb(const JsonView& view, RequestPattern& out) {
  out.verb = read_text(view);
  if (!out.verb) return;
  std::ranges::transform(*out.verb, out.verb->begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  const bool letters = std::ranges::all_of(*out.verb, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (out.verb->empty() || !letters) view.add_problem("must be a verb such as GET or POST");
}

void read_status(const JsonView& view, RequestPattern& out) {
  const Json& value = view.value();
  const bool is_text = value.is_string() && value.get_ref<const std::string&>().ends_with("xx");
  out.status = read_status_class(is_text                     ? value.get<std::string>()
                                 : value.is_number_integer() ? value.dump()
                                                             : "");
  if (!out.status) view.add_problem("must be a status such as 404, or a class such as \"4xx\"");
}

TextMatcher read_operand(Kind kind, const JsonView& view) {
  if (kind >= Kind::absent) {
    const bool wanted = read_boolean(view).value_or(false);
    return {wanted == (kind == Kind::absent) ? Kind::absent : Kind::present, "", std::nullopt};
  }
  TextMatcher matcher{kind, read_text(view).value_or(""), std::nullopt};
  if (kind != Kind::matches) return matcher;
  if (auto pattern = Pattern::compile(matcher.text))
    matcher.pattern = *std::move(pattern);
  else
    view.add_problem(pattern.error().message);
  return matcher;
}

/// A value that the text has to be, or an object with one matcher.
TextMatcher read_matcher(const JsonView& view, bool is_body) {
  const Json& value = view.value();
  constexpr std::array<std::string_view, 5> k_kinds = {"equals", "contains", "matches", "absent", "present"};
  const std::string choices = is_body ? "{\"contains\":text}, {\"matches\":pattern} or {\"equals\":text}"
                                      : "a value, or an object with one of equals, contains, matches, "
                                        "absent and present";
  if (!is_body && value.is_string()) return {Kind::equals, value.get<std::string>(), std::nullopt};
  if (!is_body && (value.is_number() || value.is_boolean()))
    return {Kind::equals, value.dump(), std::nullopt};
  if (!value.is_object() || value.size() != 1) return view.add_problem("must be " + choices), TextMatcher{};
  const std::string& key = value.begin().key();
  const auto* const found = std::ranges::find(k_kinds, key);
  const auto kind = static_cast<Kind>(found - k_kinds.begin());
  if (found != k_kinds.end() && !(is_body && kind >= Kind::absent)) return read_operand(kind, view.at(key));
  view.at(key).add_problem("is not known" + did_you_mean(key, k_kinds) + ": give " + choices);
  return {};
}

void read_parameters(const JsonView& view, RequestPattern& out) {
  if (!view.value().is_object()) return view.add_problem("must be an object of parameters");
  if (!has_few_keys(view)) return;
  for (const JsonView& member : view.members())
    out.parameters.emplace_back(member.name(), read_matcher(member, false));
}

constexpr KeyRow<RequestPattern> k_keys[] = {
    {"call", read_call},
    {"number", into<read_text, &RequestPattern::number>},
    {"verb", read_verb},
    {"token", into<read_text, &RequestPattern::token>},
    {"status", read_status},
    {"parameters", read_parameters},
    {"body", [](const JsonView& view, RequestPattern& out) { out.body = read_matcher(view, true); }}};

/// A name that no request has would never match, or always where it is to be absent.
void check_names(const RequestPattern& pattern, const JsonView& view) {
  const auto known = parameter_names(pattern.call);
  for (const auto& [name, matcher] : pattern.parameters)
    if (std::ranges::find(known, name) == known.end())
      view.at(name).add_problem((pattern.call == nullptr
                                     ? "is a parameter of no call"
                                     : "is no parameter of " + std::string(pattern.call->id)) +
                                did_you_mean(name, known));
}

/// Keys of `others` are passed over.
RequestPattern read_pattern(const JsonView& view, std::initializer_list<std::string_view> others) {
  RequestPattern pattern;
  std::vector<std::string_view> names;
  for (const auto& row : k_keys) names.push_back(row.name);
  names.insert(names.end(), others);
  for_each_key(view, names, [&](std::size_t row, const JsonView& member) {
    if (row < std::size(k_keys)) k_keys[row].read(member, pattern);
  });
  check_names(pattern, view.at("parameters"));
  return pattern;
}

std::optional<std::uint64_t> read_count(const JsonView& body, std::string_view key) {
  if (!body.has(key)) return std::nullopt;
  return static_cast<std::uint64_t>(
      read_integer(body.at(key), 0, std::numeric_limits<std::int64_t>::max()).value_or(0));
}

Wanted read_wanted(const JsonView& view) {
  Wanted wanted{read_count(view, "atLeast"), read_count(view, "atMost")};
  if (const auto exactly = read_count(view, "exactly")) {
    if (wanted.at_least || wanted.at_most)
      view.at("exactly").add_problem("leaves no room for atLeast or atMost: give one or the other");
    wanted = {exactly, exactly};
  }
  if (wanted.at_least && wanted.at_most && *wanted.at_least > *wanted.at_most)
    view.at("atLeast").add_problem("must not be greater than atMost");
  if (!wanted.at_least && !wanted.at_most) wanted.at_least = 1;
  return wanted;
}

void read_ordered(const JsonView& view, Verification& out) {
  constexpr std::size_t k_most = 100;  // each is looked for in the whole journal
  if (!view.value().is_array() || view.value().empty()) return view.add_problem("must be a list of requests");
  if (view.value().size() > k_most)
    return view.add_problem("has more than " + std::to_string(k_most) + " requests");
  for (const JsonView& element : view.elements()) out.order.push_back(read_pattern(element, {}));
}

}  // namespace

Verification read_verification(const Json& body, Problems& problems) {
  Verification out;
  const JsonView view(body, problems);
  if (!body.is_object()) {
    problems.push_back({"", "must be an object that says which request is meant"});
  } else if (!has_few_keys(view)) {
    return out;
  } else if (!view.has("order")) {
    out.pattern = read_pattern(view, {"exactly", "atLeast", "atMost", "order"});
    out.wanted = read_wanted(view);
  } else {
    for (const JsonView& member : view.members())
      if (member.name() == "order")
        read_ordered(member, out);
      else if (member.name() == "strict")
        out.strict = read_boolean(member).value_or(false);
      else
        member.add_problem("does not go with order; put what a request has to be into the list");
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
