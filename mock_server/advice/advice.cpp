#include "mock_server/advice/advice.h"

#include <algorithm>

#include "mock_server/advice/correction.h"
#include "mock_server/calls/nearest_call.h"
#include "mock_server/calls/odd_characters.h"

namespace sellsign::mock {
namespace {

using api::operator""_src;

constexpr std::size_t k_longest_line = 1'400;       ///< bytes of the curl line; beyond, it is left out
constexpr std::size_t k_longest_differences = 800;  ///< bytes, after which the rest is only counted

std::string without_trailing_comma(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '}') {
      const std::size_t last = out.find_last_not_of(" \t\r\n");
      if (last != std::string::npos && out[last] == ',') out.erase(last);
    }
    out += c;
  }
  return out;
}

/// A JSON body that cannot be read, with frequent slips undone: an array around it, single quotes, a comma
/// before the end. Some of these may make it worse: each is tried.
std::vector<std::string> repaired(std::string_view body) {
  const std::size_t from = body.find('{');
  const std::size_t to = body.rfind('}');
  if (from == std::string_view::npos || to == std::string_view::npos || to < from) return {};
  const std::string object(body.substr(from, to - from + 1));
  std::string quoted = object;
  std::ranges::replace(quoted, '\'', '"');
  return {object, without_trailing_comma(object), quoted, without_trailing_comma(quoted)};
}

/// The parameters of a request; of a JSON body that cannot be read what can be understood of it. `mended` and
/// `bodies` keep what that is.
const api::Arguments& understood(const ReadRequest& asked, api::Arguments& mended,
                                 std::vector<std::string>& bodies) {
  if (!asked.unreadable || asked.arguments.body_form() != api::BodyForm::json) return asked.arguments;
  bodies = repaired(asked.request.body);
  for (const std::string& body : bodies)
    if (!mended.read(asked.request.query, body)) return mended;
  return asked.arguments;
}

void note_unreadable(const ReadRequest& asked, Correction& correction) {
  if (!asked.unreadable) return;
  const bool json = asked.arguments.body_form() == api::BodyForm::json;
  correction.note(Weight::refused, asked.unreadable->substr(0, asked.unreadable->size() - 1),
                  asked.is_coded() ? "asm.wire.body-coding"_src
                  : json           ? "asm.wire.json-object"_src
                                   : "asm.wire.form"_src);
}

/// The style of the request, where that is documented for the call.
void correct_style(Correction& correction) {
  if (correction.verb == "GET") correction.body = api::BodyForm::none;
  if (correction.body == api::BodyForm::form) correction.body = api::BodyForm::json;
}

/// The difference that is behind the refusal: those stand in the order in which the mock looks at things.
const Difference& behind(const std::vector<Difference>& differences, Mode mode) {
  const Weight order[] = {Weight::refused, mode == Mode::strict ? Weight::departure : Weight::state,
                          Weight::state};
  for (const Weight weight : order)
    if (const auto found = std::ranges::find(differences, weight, &Difference::weight);
        found != differences.end())
      return *found;
  return differences.front();
}

std::string statement_line(const api::Source& source) {
  return "Statement: " + std::string(source.id) + " (" + visible(source.origin, 160) +
         "): " + visible(source.text, 300);
}

std::string call_line(const api::Endpoint& row) {
  const bool built = row.call != api::Call::not_built;  // of the others no verb is known
  return "Nearest call: " + std::string(row.id) + ", " +
         (!built                            ? ""
          : row.effect == api::Effect::read ? "GET "
                                            : "GET or POST ") +
         url_text(row);
}

std::string built_line() {
  std::string line = "Built calls:";
  for (const api::Endpoint& row : api::endpoints())
    if (row.call != api::Call::not_built) line += (line.ends_with(':') ? " " : ", ") + std::string(row.id);
  return line;
}

std::string difference_lines(const std::vector<Difference>& differences) {
  std::string lines;
  for (std::size_t i = 0; i < differences.size(); ++i) {
    if (lines.size() > k_longest_differences)
      return lines + "\nDiffers: and in " + std::to_string(differences.size() - i) + " more points";
    lines += "\nDiffers: " + differences[i].words;
  }
  return lines;
}

std::string try_line(const Correction& correction, const http::Request& request) {
  const std::string line = corrected_curl_line(correction, http::header_value(request, "Host"));
  if (line.size() <= k_longest_line) return "Try: " + line;
  return "Try: the same with these points put right (" + std::to_string(line.size()) +
         " bytes of curl are too many to show)";
}

std::string not_built_lines(const api::Endpoint& row, const std::vector<Difference>& differences, Mode mode) {
  return statement_line(differences.empty() ? *"asm.error.not-built"_src
                                            : *behind(differences, mode).source) +
         "\n" + call_line(row) + " (not built)" + difference_lines(differences) + "\n" + built_line();
}

}  // namespace

std::string shown(std::string_view text) { return "\"" + visible(text, 60) + "\""; }

void note_odd_characters(const Suspect& suspect, Correction& correction) {
  constexpr std::size_t k_shown = 24;
  for (const OddCharacter& odd : odd_characters(suspect.text)) {
    if (odd.is_lookalike && !suspect.look_alikes) continue;
    std::string_view before = suspect.text.substr(0, odd.offset);
    if (before.size() > k_shown) before.remove_prefix(before.size() - k_shown);
    correction.note(suspect.weight,
                    suspect.subject + " holds " + code_point_text(odd.code_point) + " (" +
                        std::string(odd.name) + ") " +
                        (before.empty() ? "at its start" : "after " + shown(before)),
                    suspect.source);
    return;
  }
}

std::string advice_for_not_built(const api::Endpoint& row) { return not_built_lines(row, {}, Mode::lenient); }

std::string advice(const Refused& refused) {
  std::vector<std::string> bodies;
  api::Arguments mended;
  const api::Arguments& arguments = understood(refused.asked, mended, bodies);
  Correction correction;
  correction.row = &refused.row;
  correction.body = refused.asked.arguments.body_form();
  correct_route(refused, arguments, correction);
  correct_token(refused, arguments, correction);
  if (correction.row->call == api::Call::not_built)
    return not_built_lines(*correction.row, correction.differences, refused.mode);
  note_unreadable(refused.asked, correction);
  correction.understood = !refused.asked.unreadable || &arguments == &mended;
  correct_style(correction);
  correct_parameters(refused, arguments, correction);
  if (correction.body == api::BodyForm::form &&
      std::ranges::none_of(correction.parameters, &CorrectedParameter::in_body))
    correction.body = api::BodyForm::none;
  correct_for_store(refused, correction);
  if (correction.differences.empty()) return {};
  return statement_line(*behind(correction.differences, refused.mode).source) + "\n" +
         call_line(*correction.row) + difference_lines(correction.differences) + "\n" +
         try_line(correction, refused.asked.request);
}

}  // namespace sellsign::mock
