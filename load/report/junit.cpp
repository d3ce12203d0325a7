#include "base/markup.h"
#include "harness/report/text.h"
#include "load/model/units.h"
#include "load/report/parts.h"
#include "load/report/report.h"

namespace sellsign::load {
namespace {

/// What stands inside a test case: nothing when it held.
struct CaseResult {
  std::string element;  ///< `failure`, `error`, `skipped`; empty: held
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
    xml += result.element.empty()
               ? "/>\n"
               : ">\n      <" + result.element + xml_attribute("message", result.message) + ">" +
                     xml_text(result.text) + "</" + result.element + ">\n    </testcase>\n";
  }
};

CaseResult validity(const LoadResult& result) {
  const bool early = result.exit_code != harness::ExitCode::held &&
                     result.exit_code != harness::ExitCode::slo_missed &&
                     result.exit_code != harness::ExitCode::check_failed;
  if (result.generator.valid() && !early) return {};
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

CaseResult case_of(const StepLoad& step) {
  if (step.tally.checks_broken == 0) return {};
  std::string text;
  for (const BrokenCheck& check : step.broken)
    text += check.at + ": " + check.subject + " (" + check.source + ") did not hold " +
            count_text(check.times) + " times; first: " + check.example + "\n";
  return {"failure", part_text(step.tally.checks_broken, step.tally.checks_made) + " checks did not hold",
          text};
}

}  // namespace

std::string render_junit(const LoadResult& result) {
  Cases cases;
  cases.time = xml_seconds(result.whole);
  const std::string name = "sellsign load " + result.profile.name;
  cases.add("run", "the run is valid and came to its end", validity(result));
  for (const SloResult& slo : result.slos) cases.add("slo", slo.text, case_of(slo, result.generator.valid()));
  for (const StepLoad& step : result.steps) cases.add("checks", "checks of " + step.id, case_of(step));
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + xml_attribute("name", name) +
         cases.totals() + xml_attribute("timestamp", show_second(result.started)) + ">\n  <testsuite" +
         xml_attribute("name", name + " " + result.run_id) + cases.totals() + ">\n" + cases.xml +
         "  </testsuite>\n</testsuites>\n";
}

}  // namespace sellsign::load
