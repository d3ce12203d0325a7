#include "api/recognised_call.h"

#include <algorithm>
#include <string>
#include <vector>

#include "api/arguments.h"
#include "base/percent.h"
#include "base/text.h"

namespace sellsign::api {
namespace {

/// Escapes may be escaped themselves.
std::string decoded_path(std::string_view path) {
  constexpr int k_most_times = 3;
  std::string text(path);
  for (int i = 0; i < k_most_times; ++i) text = percent_decoded(text, true);
  return lower(text);
}

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> out;
  std::string rest = decoded_path(path);
  std::ranges::replace(rest, '\\', '/');
  for (std::string_view left = rest; !left.empty();) {
    std::string_view segment = take_part(left, '/');
    segment = segment.substr(0, segment.find(';'));
    if (segment == ".." && !out.empty()) out.pop_back();
    if (!segment.empty() && segment != "." && segment != "..") out.emplace_back(segment);
  }
  return out;
}

bool is_selector(std::string_view name) {
  return std::ranges::any_of(k_selectors,
                             [&](std::string_view selector) { return equal_ignoring_case(name, selector); });
}

/// What could name a method of the vendor's, wherever it stands.
std::vector<std::string> methods_in(const std::vector<std::string>& segments, std::string query,
                                    std::string_view body) {
  constexpr std::string_view k_action = ".action";
  std::vector<std::string> out;
  const std::string& last = segments.back();
  if (last.ends_with(k_action)) out.push_back(last.substr(0, last.size() - k_action.size()));
  std::ranges::replace(query, ';', '&');
  Arguments arguments;
  static_cast<void>(arguments.read(query, body));  // what could be read counts
  for (const Argument& argument : arguments.all())
    if (is_selector(argument.name)) out.emplace_back(argument.text);
  return out;
}

/// Whether calls of the vendor's have paths like this one.
bool is_path_of_calls(const std::vector<std::string>& segments) {
  return !segments.empty() && (segments.back() == "do" || segments.back().ends_with(".action") ||
                               std::ranges::find(segments, "model") != segments.end());
}

}  // namespace

const Endpoint* recognised_call(std::string_view target, std::string_view body) {
  target = target.substr(0, target.find('#'));
  const std::size_t mark = std::min(target.find('?'), target.size());
  const auto segments = segments_of(target.substr(0, mark));
  if (!is_path_of_calls(segments)) return nullptr;
  const auto methods =
      methods_in(segments, std::string(target.substr(std::min(mark + 1, target.size()))), body);
  const bool is_unread = look_of(body) == BodyLook::other;  // multipart, for one
  const Endpoint* weightiest = nullptr;
  for (const Endpoint& row : endpoints()) {
    const bool named =
        std::ranges::any_of(methods, [&](const auto& one) { return equal_ignoring_case(one, row.method); }) ||
        (is_unread && body.find(row.method) != std::string_view::npos);
    if (named && (weightiest == nullptr || row.effect > weightiest->effect)) weightiest = &row;
  }
  return weightiest;
}

}  // namespace sellsign::api
