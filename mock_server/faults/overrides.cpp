#include "mock_server/faults/overrides.h"

#include <algorithm>
#include <iterator>

#include "base/nearest.h"
#include "base/number.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mock_server/faults/draw.h"
#include "mock_server/faults/effect.h"

namespace sellsign::mock {
namespace {

/// What is wrong, or nothing.
using Wrong = std::optional<std::string>;

std::optional<std::int64_t> whole_number(std::string_view text, std::int64_t least, std::int64_t most) {
  const auto number = read_whole<std::int64_t>(text);
  return number >= least && number <= most ? number : std::nullopt;
}

Wrong read_delay(std::string_view value, FaultEffect& out, FaultAction& action) {
  const auto delay = parse_milliseconds(value);
  if (!delay.ok()) return delay.error().message;
  if (*delay > k_longest_latency) return "\"" + std::string(value) + "\" is longer than an hour";
  out.parts = out.parts | Part::latency;
  action.latency = *delay;
  return std::nullopt;
}

Wrong read_status(std::string_view value, FaultEffect& out, FaultAction& /*action*/) {
  const auto status = whole_number(value, 200, 599);
  if (!status || *status == 204 || *status == 304)
    return "\"" + printable(value, 40) +
           "\" is no status of an answer with a body: a number from 200 to 599, but 204 and 304";
  out.parts = out.parts | Part::status;
  out.status = static_cast<int>(*status);
  return std::nullopt;
}

/// One value of X-Mock-Fault.
struct FaultWord {
  std::string_view word;
  Part part;
  std::size_t FaultEffect::*number;  ///< null: has none
  std::int64_t least;
};

constexpr FaultWord k_words[] = {
    {"reset", Part::reset, nullptr, 0},
    {"empty", Part::empty, nullptr, 0},
    {"malformed-json", Part::malformed_json, nullptr, 0},
    {"no-answer", Part::no_answer, nullptr, 0},
    {"close-after", Part::close_after, &FaultEffect::close_after, 0},
    {"bytes-per-second", Part::bytes_per_second, &FaultEffect::bytes_per_second, 1}};

Wrong read_number_of(const FaultWord& row, std::string_view value, bool given, FaultEffect& out) {
  constexpr std::int64_t k_most = std::int64_t{1} << 30U;
  if (row.number == nullptr && !given) return std::nullopt;
  if (row.number == nullptr) return "\"" + std::string(row.word) + "\" takes no number";
  const auto number = whole_number(value, row.least, k_most);
  if (!number)
    return "\"" + std::string(row.word) + "\" wants a whole number of bytes from " +
           std::to_string(row.least) + " to " + std::to_string(k_most) + " behind an equals sign";
  out.*row.number = static_cast<std::size_t>(*number);
  return std::nullopt;
}

Wrong read_fault_word(std::string_view value, FaultEffect& out, FaultAction& /*action*/) {
  const std::size_t equals = value.find('=');
  const std::string_view word = value.substr(0, equals);
  for (const FaultWord& row : k_words) {
    if (row.word != word) continue;
    out.parts = out.parts | row.part;
    const bool given = equals != std::string_view::npos;
    return read_number_of(row, given ? value.substr(equals + 1) : "", given, out);
  }
  return "no fault is called \"" + printable(word, 40) + "\"" +
         did_you_mean(word, k_words, &FaultWord::word) +
         "; give reset, empty, malformed-json, no-answer, close-after=N or bytes-per-second=N";
}

/// One header.
struct OverrideRow {
  std::string_view name;
  Wrong (*read)(std::string_view value, FaultEffect& out, FaultAction& action);
};

constexpr OverrideRow k_headers[] = {
    {"X-Mock-Delay", read_delay}, {"X-Mock-Status", read_status}, {"X-Mock-Fault", read_fault_word}};

constexpr std::string_view k_prefix = "x-mock-";

const OverrideRow* row_of(std::string_view name) {
  const auto* const found = std::ranges::find_if(
      k_headers, [&](const OverrideRow& row) { return equal_ignoring_case(row.name, name); });
  return found == std::end(k_headers) ? nullptr : found;
}

/// A header that is close to one of these is not passed over.
Wrong doubt(std::string_view name) {
  const std::string hint = did_you_mean(name, k_headers, &OverrideRow::name);
  if (hint.empty()) return std::nullopt;
  return "no header of this mock is called \"" + printable(name, 40) + "\"" + hint;
}

/// Reads one header into what is asked for.
Wrong take(const http::HeaderView& header, Overrides& out, FaultEffect& effect, FaultAction& action) {
  const OverrideRow* row = row_of(header.name);
  if (row == nullptr) return doubt(header.name);
  const std::string name(row->name);
  const std::string_view value = trimmed(header.value);
  for (const auto& [key, text] : out.headers)
    if (text.starts_with(name)) return name + " is given twice";
  if (auto wrong = row->read(value, effect, action)) return name + ": " + *wrong;
  out.headers.emplace_back("X-Mock-Applied", name + ": " + std::string(value));
  return std::nullopt;
}

Overrides warn_only() {
  Overrides out;
  out.headers.emplace_back("X-Mock-Warning",
                           "X-Mock-Delay, X-Mock-Status and X-Mock-Fault of a request count only "
                           "when the mock was started with --allow-overrides");
  return out;
}

bool is_ours(const http::HeaderView& header) {
  return header.name.size() > k_prefix.size() &&
         equal_ignoring_case(header.name.substr(0, k_prefix.size()), k_prefix);
}

}  // namespace

Overrides read_overrides(const http::Request& request, bool allowed) {
  Overrides out;
  if (std::ranges::none_of(request.headers, is_ours)) return out;
  FaultEffect effect;
  FaultAction action;
  action.name = k_override;
  for (const http::HeaderView& header : request.headers) {
    if (!is_ours(header)) continue;
    if (!allowed && row_of(header.name) != nullptr) return warn_only();
    if (!allowed) continue;
    if (auto wrong = take(header, out, effect, action)) {
      out.refused = *wrong + ".";
      return out;
    }
  }
  if (effect.parts == 0) return out;
  if (const auto clashes = find_clashes(effect); !clashes.empty())
    out.refused = "The headers X-Mock-* make no sense together: " + clashes.front() + ".";
  action.effect = std::make_shared<const FaultEffect>(std::move(effect));
  out.action = std::move(action);
  return out;
}

}  // namespace sellsign::mock
