#include <algorithm>

#include "base/markup.h"
#include "harness/report/text.h"
#include "load/model/units.h"
#include "load/report/parts.h"
#include "load/report/report.h"
#include "load/result/shortfalls.h"

namespace sellsign::load {
namespace {

/// What stands inside a test case: nothing, or something to know, when it held.
struct CaseResult {
  std::string element;  ///< `failure`, `error`, `skipped`; `system-out` or empty: held
  std::string message;
  std::string text;
};

struct Cases {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  std::string xml;
  std::string time;  ///< of the run: each of its cases looked at the whole of it

  std::string totals() const {
    return xml_attribute("tests", std::to_string(tests)) +
           xml_attribute("failures", std::to_string(failures)) +
           xml_attribute("errors", std::to_string(errors)) +
           xml_attribute("skipped", std::to_string(skipped)) + xml_attribute("time", time);
  }

  void add(std::string_view group, std::string_view name, const CaseResult& result) {
    ++tests;
    failures += result.element == "failure" ? 1U : 0U;
    errors += result.element == "error" ? 1U : 0U;
    skipped += result.element == "skipped" ? 1U : 0U;
    xml += "    <testcase" + xml_attribute("name", name) + xml_attribute("classname", group) +
           xml_attribute("time", time);
    const bool held = result.element == "system-out";
    xml += result.element.empty()
               ? "/>\n"
               : ">\n      <" + result.element + (held ? "" : xml_attribute("message", result.message)) +
                     ">" + xml_text(result.text) + "</" + result.element + ">\n    </testcase>\n";
  }
};

CaseResult validity(const LoadResult& result, const std::vector<Shortfall>& shortfalls) {
  const bool early = std::ranges::any_of(shortfalls, [](const Shortfall& shortfall) {
    return shortfall.lack == Lack::completion || shortfall.lack == Lack::connection ||
           shortfall.lack == Lack::measurement || shortfall.lack == Lack::validity;
  });
  if (!early) return {};
  const RunVerdict verdict = verdict_of(result);
  std::string text;
  for (const std::string& reason : verdict.reasons) text += reason + "\n";
  return {"error", verdict.headline, text};
}

/// An SLO of an invalid run is neither held nor missed.
CaseResult case_of(const SloResult& slo, bool valid) {
  if (!valid) return {"skipped", "not judged: the run is INVALID", slo.words + " (INVALID)"};
  return slo.held ? CaseResult{} : CaseResult{"failure", slo.words, ""};
}

/// A failure when the run fell short of this and no SLO allows it.
CaseResult case_of(const std::vector<Shortfall>& shortfalls, Lack lack, std::string_view subject = {}) {
  for (const Shortfall& shortfall : shortfalls)
    if (shortfall.lack == lack && shortfall.subject == subject) return {"failure", shortfall.words, ""};
  return {};
}

/// What became of the requests of a step, as far as it was not simply well.
std::string outcome_words(const StepLoad& step) {
  std::string text;
  for (const BrokenCheck& check : step.broken)
    text += check.at + ": " + check.subject + " (" + check.source + ") did not hold " +
            count_text(check.times) + " times; first: " + check.example + "\n";
  if (!step.failure.empty()) text += "first request without an answer: " + step.failure + "\n";
  if (const std::uint64_t repeated = step.tally.of(Ending::repeated); repeated > 0)
    text += part_text(repeated, step.tally.requests()) + " requests were attempts that were sent again\n";
  if (step.tally.resent > 0)
    text +=
        part_text(step.tally.resent, step.tally.requests()) + " requests went out on a second connection\n";
  return text;
}

CaseResult case_of(const StepLoad& step, const std::vector<Shortfall>& shortfalls) {
  CaseResult out = case_of(shortfalls, Lack::answers, step.id);
  out.text = outcome_words(step);
  if (out.element.empty() && !out.text.empty()) out.element = "system-out";
  return out;
}

}  // namespace

std::string render_junit(const LoadResult& result) {
  Cases cases;
  cases.time = xml_seconds(result.whole);
  const std::string name = "sellsign load " + result.profile.name;
  const std::vector<Shortfall> shortfalls = shortfalls_of(result);
  cases.add("run", "the run is valid and came to its end", validity(result, shortfalls));
  cases.add("run", "every intended start was made", case_of(shortfalls, Lack::starts));
  cases.add("run", "every iteration that was started was finished", case_of(shortfalls, Lack::iterations));
  for (const SloResult& slo : result.slos) cases.add("slo", slo.text, case_of(slo, result.generator.valid()));
  for (const StepLoad& step : result.steps)
    cases.add("requests", "requests of " + step.id, case_of(step, shortfalls));
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + xml_attribute("name", name) +
         cases.totals() + xml_attribute("timestamp", show_second(result.started)) + ">\n  <testsuite" +
         xml_attribute("name", name + " " + result.run_id) + cases.totals() + ">\n" + cases.xml +
         "  </testsuite>\n</testsuites>\n";
}

}  // namespace sellsign::load
