#include "mock_server/advice/correction.h"
#include "mock_server/calls/named_token.h"
#include "mock_server/calls/nearest_call.h"
#include "mock_server/calls/odd_characters.h"
#include "mock_server/calls/router.h"

namespace sellsign::mock {
namespace {

using api::UrlForm;
using api::operator""_src;

/// One folder of the path, by its place in the documented one.
void compare_segment(std::size_t place, const std::string& got, const std::string& wanted,
                     Correction& correction) {
  constexpr std::size_t k_class = 4;
  constexpr std::size_t k_type = 5;
  if (got == wanted) return;
  const bool is_model = correction.row->form == UrlForm::model;
  const bool is_type = is_model && place == k_type;
  const std::string what = is_type ? "action type" : is_model && place == k_class ? "class" : "folder";
  const bool tolerated = is_type && takes_action_type(*correction.row, got);
  correction.note(tolerated ? Weight::departure : Weight::refused,
                  what + " " + shown(got) + " should be " + shown(wanted),
                  is_type ? "doc.wire.action-type"_src : "doc.wire.url"_src);
}

/// How many folders to compare from the front, the others from the end, so that most are the same.
std::size_t common_front(const std::vector<std::string>& got, const std::vector<std::string>& wanted) {
  const std::size_t lacking = wanted.size() - got.size();
  std::size_t best = 0;
  std::size_t most = 0;
  for (std::size_t front = 0; front <= got.size(); ++front) {
    std::size_t same = 0;
    for (std::size_t i = 0; i < got.size(); ++i)
      same += got[i] == wanted[i < front ? i : i + lacking] ? 1 : 0;
    if (same < most || (same == most && front > 0)) continue;
    most = same;
    best = front;
  }
  return best;
}

void compare_paths(std::string_view path, Correction& correction) {
  const api::Source* const source = "doc.wire.url"_src;
  const std::string wanted_path = path_of(*correction.row);
  const auto wanted = segments_of(wanted_path);
  const auto got = segments_of(without_odd(path, true));
  if (path == wanted_path) return;
  note_odd_characters({"the path", path, true, Weight::refused, source}, correction);
  if (path.find("//") != std::string_view::npos)
    correction.note(Weight::refused, "the path has an empty folder (\"//\")", source);
  if (path.size() > 1 && path.ends_with('/'))
    correction.note(Weight::refused, "the path ends with a slash", source);
  if (got.size() > wanted.size() || got.empty())
    return correction.note(Weight::refused, "path " + shown(path) + " should be " + shown(wanted_path),
                           source);
  const std::size_t lacking = wanted.size() - got.size();
  const std::size_t front = common_front(got, wanted);
  if (lacking > 0)
    correction.note(
        Weight::refused,
        "the path lacks " + shown(path_through(std::span(wanted).subspan(front, lacking))) +
            (front == 0 ? " in front" : " after " + shown(path_through(std::span(wanted).first(front)))),
        source);
  for (std::size_t i = 0; i < got.size(); ++i) {
    const std::size_t place = i < front ? i : i + lacking;
    compare_segment(place, got[i], wanted[place], correction);
  }
}

void compare_selectors(const api::Argument* selector, Correction& correction) {
  const api::Source* const source = "doc.wire.url"_src;
  const std::string_view name = selector_name(correction.row->form);
  const std::string wanted = shown(name);
  if (name.empty()) return;
  if (selector == nullptr || selector->text.empty())
    return correction.note(
        Weight::refused,
        "the query parameter " + wanted + " is missing: " + api::selector_of(*correction.row), source);
  note_odd_characters({"the method", selector->text, true, Weight::refused, source}, correction);
  if (selector->origin == api::Origin::json)
    correction.note(Weight::refused,
                    "the method stands in the JSON body, this call wants it in the query parameter " + wanted,
                    source);
  else if (selector->name != name)
    correction.note(Weight::refused,
                    "method " + shown(selector->text) + " stands in " + shown(selector->name) +
                        ", this call wants " + wanted,
                    source);
  if (without_odd(selector->text, true) != correction.row->method)
    correction.note(Weight::refused,
                    "method " + shown(selector->text) + " should be " + shown(correction.row->method),
                    source);
}

void correct_verb(const Refused& refused, Correction& correction) {
  const std::string_view verb = refused.asked.request.verb;
  const bool reads = correction.row->effect == api::Effect::read;
  const bool known = takes_verb(*correction.row, verb);
  correction.verb = verb == "HEAD" ? "GET" : std::string(verb);
  if (correction.row->call == api::Call::not_built) return;
  if (!known) {
    correction.note(Weight::refused, "verb " + shown(verb) + " should be " + (reads ? "GET" : "GET or POST"),
                    "asm.error.verb"_src);
    correction.verb = reads ? "GET" : "POST";
  } else if (!documents_verb(*correction.row, verb)) {
    correction.note(Weight::departure, "verb " + shown(verb) + " should be GET", "doc.wire.read-verb"_src);
    correction.verb = "GET";
  }
}

}  // namespace

void correct_route(const Refused& refused, const api::Arguments& arguments, Correction& correction) {
  compare_paths(without_named_tokens(percent_decoded(refused.asked.request.path)), correction);
  compare_selectors(find_selector(arguments), correction);
  correct_verb(refused, correction);
}

}  // namespace sellsign::mock
