#include "mock_server/calls/nearest_call.h"

#include <algorithm>
#include <limits>

#include "base/nearest.h"
#include "base/percent.h"
#include "base/text.h"
#include "mock_server/calls/odd_characters.h"

namespace sellsign::mock {
namespace {

bool names_a_method(std::string_view text) {
  return std::ranges::any_of(api::endpoints(), [&](const api::Endpoint& row) {
    return equal_ignoring_case(row.method, without_odd(text, true));
  });
}

/// Slips between what was asked and a call's URL. A path that does not start like one may lack its front.
std::size_t slips_between(std::string_view asked, std::string_view url) {
  std::size_t least = edit_distance(asked, url);
  if (asked.starts_with("/calinda/hub/")) return least;
  for (const std::string_view front :
       {"/calinda", "/calinda/hub", "/calinda/hub/selling", "/calinda/hub/selling/model"})
    if (url.starts_with(front)) least = std::min(least, edit_distance(asked, url.substr(front.size())));
  return least;
}

const api::Endpoint& nearest_by_url(const std::string& path, const std::string& selector) {
  constexpr std::size_t k_longest = 160;  // the distance is quadratic
  const std::string asked = (path + (selector.empty() ? "" : "?" + selector)).substr(0, k_longest);
  const api::Endpoint* best = &api::endpoints().front();
  std::size_t least = std::numeric_limits<std::size_t>::max();
  for (const api::Endpoint& row : api::endpoints()) {
    const std::size_t slips = slips_between(asked, selector.empty() ? path_of(row) : url_text(row));
    if (slips >= least) continue;
    least = slips;
    best = &row;
  }
  return *best;
}

}  // namespace

const api::Argument* find_selector(const api::Arguments& arguments) {
  for (const std::string_view name : api::k_selectors)
    if (const api::Argument* const found = arguments.find_text(name);
        found != nullptr && !found->text.empty())
      return found;
  for (const api::Argument& argument : arguments.all())
    if (!argument.text.empty() && names_a_method(argument.text)) return &argument;
  for (const api::Argument& argument : arguments.all())
    if (argument.origin != api::Origin::json && edit_distance(argument.name, "action") <= 2) return &argument;
  return nullptr;
}

const api::Endpoint& nearest_call(std::string_view raw_path, const api::Arguments& arguments) {
  const std::string path = path_through(segments_of(without_odd(percent_decoded(raw_path), true)));
  const api::Argument* const selector = find_selector(arguments);
  const bool none = selector == nullptr || selector->text.empty();
  const std::string method = none ? "" : without_odd(selector->text, true);
  for (const api::Endpoint& row : api::endpoints())
    if (row.call != api::Call::not_built && equal_ignoring_case(row.method, method)) return row;
  if (none && path.find("calinda") == std::string::npos)
    return api::endpoint(api::Call::get_customer);  // nothing was asked for
  return nearest_by_url(path, none ? "" : (selector->name == "m" ? "m=" : "action=") + method);
}

std::string url_text(const api::Endpoint& row) {
  const std::string selector = selector_of(row);
  return path_of(row) + (selector.empty() ? "" : "?" + selector);
}

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    const std::string_view segment = take_part(path, '/');
    if (!segment.empty()) segments.emplace_back(segment);
  }
  return segments;
}

std::string path_through(std::span<const std::string> segments) {
  std::string path;
  for (const std::string& segment : segments) path += "/" + segment;
  return path;
}

}  // namespace sellsign::mock
