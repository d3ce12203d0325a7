#pragma once

#include <string>
#include <string_view>

#include "harness/run/result.h"

// What the reports have in common: safe text, and a failed step told in full.

namespace sellsign::harness {

/// Text that a terminal or an XML file can take: control characters (but for line ends and tabs), bytes that
/// are not UTF-8, the non-characters of Unicode and those that turn the direction of writing become `\xNN` or
/// `\uNNNN`.
std::string printable(std::string_view text);

/// The same on one line: line ends and tabs become `\n`, `\r`, `\t`.
std::string printable_line(std::string_view text);

/// Number of UTF-8 code points.
std::size_t width_of(std::string_view text);

/// Breaks text into lines of at most `width` code points, at spaces where there are some, each with `indent`
/// in front; its own line ends stay. Ends with a newline unless the text is empty.
std::string wrapped(std::string_view text, std::string_view indent, std::size_t width);

/// A body for people: at most 2000 bytes and 40 lines, and how much was left out.
std::string excerpt(std::string_view body);

/// `3 held, 1 failed`; outcomes that did not occur are left out.
std::string show_counts(const Counts& counts);

/// One line about a step that did not hold: its message, or the first difference and how many more there are.
std::string headline(const StepResult& step);

/// Everything about a step that did not hold: place, request, answer, differences, the statement's own words,
/// curl line. Plain text in lines of at most `width` code points (the curl line is never broken).
std::string details(const StepResult& step, std::size_t width);

}  // namespace sellsign::harness
