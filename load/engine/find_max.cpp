#include "load/engine/find_max.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "load/model/units.h"
#include "load/result/shortfalls.h"

namespace sellsign::load {
namespace {

/// Rates are tried at three significant digits: nobody wants to read 387.42/s.
double rounded(double rate) {
  const double unit = std::pow(10, std::floor(std::log10(rate)) - 2);
  return std::round(rate / unit) * unit;
}

class Searcher {
 public:
  Searcher(const SearchOptions& options, const std::function<std::optional<Probe>(double)>& probe)
      : options_(options), probe_(probe) {}

  Search search() {
    double rate = std::min(std::max(options_.first, options_.lowest), options_.highest);
    double missed = 0;  // the lowest that did
    while (missed == 0) {
      if (!holds(rate)) {
        missed = rate;
      } else if (rate >= options_.highest) {
        out_.reached_end = true;
        return std::move(out_);
      } else {
        rate = std::min(rounded(rate * 2), options_.highest);
      }
      if (out_.interrupted) return std::move(out_);
    }
    narrow(missed);
    return std::move(out_);
  }

 private:
  void narrow(double missed) {
    while (missed > options_.lowest && missed - out_.highest_held > options_.precision * missed) {
      // Below the first rate there is no lower bound yet: go down by halves.
      const double rate = rounded(out_.highest_held > 0 ? (out_.highest_held + missed) / 2 : missed / 2);
      if (rate <= out_.highest_held || rate >= missed || rate < options_.lowest) return;
      if (!holds(rate)) missed = rate;
      if (out_.interrupted) return;
    }
  }

  bool holds(double rate) {
    for (int attempt = 0; attempt < 2; ++attempt) {
      auto probe = probe_(rate);
      if (!probe) {
        out_.interrupted = true;
        return false;
      }
      probe->rate = rate;
      out_.probes.push_back(*std::move(probe));
      const ProbeVerdict verdict = out_.probes.back().verdict;
      if (verdict == ProbeVerdict::held) {
        out_.highest_held = std::max(out_.highest_held, rate);
        out_.limited_by_generator = false;
        return true;
      }
      out_.limited_by_generator = verdict == ProbeVerdict::invalid;
    }
    return false;
  }

  const SearchOptions& options_;
  const std::function<std::optional<Probe>(double)>& probe_;
  Search out_;
};

}  // namespace

Probe probe_of(LoadResult result) {
  Probe probe;
  probe.verdict = ProbeVerdict::held;
  for (const Shortfall& shortfall : shortfalls_of(result)) {
    if (shortfall.lack == Lack::validity && probe.verdict != ProbeVerdict::invalid) {
      probe.verdict = ProbeVerdict::invalid;
      probe.words = shortfall.words;
    }
    if (probe.verdict == ProbeVerdict::invalid) continue;
    probe.verdict = ProbeVerdict::missed;
    probe.words += (probe.words.empty() ? "" : "; ") + shortfall.words;
  }
  probe.result = std::move(result);
  return probe;
}

Search find_max(const SearchOptions& options, const std::function<std::optional<Probe>(double rate)>& probe) {
  return Searcher(options, probe).search();
}

std::string words_of(const Search& search) {
  if (search.interrupted)
    return "interrupted; the highest rate that held so far: " + rate_text(search.highest_held);
  if (search.highest_held == 0)
    return search.limited_by_generator ? "no rate held: the generator could not keep up with the lowest one"
                                       : "no rate held, not even the lowest one tried";
  std::string out = "highest rate that held: " + rate_text(search.highest_held);
  if (search.reached_end) out += " (the highest that was to be tried: --to raises it)";
  if (search.limited_by_generator)
    out +=
        ". Above it the generator, not the target, was the limit: give it more --threads or a machine of its "
        "own";
  return out;
}

harness::ExitCode exit_code_of(const Search& search) {
  using harness::ExitCode;
  if (search.highest_held > 0) return ExitCode::held;
  const ExitCode last = search.probes.empty() ? ExitCode::usage : exit_code_of(search.probes.back().result);
  return last == ExitCode::held ? ExitCode::slo_missed : last;
}

}  // namespace sellsign::load
