#pragma once

#include <string>
#include <string_view>

#include "base/safe_text.h"
#include "harness/run/result.h"

// What the reports have in common: safe text, and a failed step told in full.

namespace sellsign::harness {

/// A body for people: at most 2000 bytes and 40 lines, and how much was left out.
std::string excerpt(std::string_view body);

/// `3 held, 1 failed`; outcomes that did not occur are left out.
std::string show_counts(const OutcomeCounts& counts);

/// One line about a step that did not hold: its message, or the first difference and how many more there are.
std::string headline(const StepResult& step);

/// `sent 3 times`, when its retry sent a step more than once; else empty.
std::string attempts_text(const StepResult& step);

/// Everything about a step that did not hold: place, request, answer, differences, the statement's own words,
/// curl line. Plain text in lines of at most `width` code points (the curl line is never broken).
std::string details(const StepResult& step, std::size_t width);

}  // namespace sellsign::harness
