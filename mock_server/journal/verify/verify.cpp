#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/json/positioned_json.h"
#include "mock_server/journal/api.h"
#include "mock_server/journal/json.h"
#include "mock_server/journal/verify/reader.h"

namespace sellsign::mock {
namespace {

constexpr std::size_t k_nearest = 3;

/// A request that nearly matched.
struct Near {
  JournalEntry entry;
  std::vector<Mismatch> differences;
  std::size_t weight = 0;  ///< how far it is from what was wanted
};

/// Keeps the requests with the fewest differences, the newest of equal ones.
class NearestFew {
 public:
  explicit NearestFew(const RequestPattern& pattern) : pattern_(pattern) {}

  void offer(const JournalEntry& entry, std::vector<Mismatch> differences) {
    Near near{entry, std::move(differences), 0};
    near.weight = weight_of(near.differences);
    if (near.weight > 0 && near.weight >= pattern_.parts()) return;
    few_.insert(std::ranges::lower_bound(few_, near.weight, {}, &Near::weight), std::move(near));
    if (few_.size() > k_nearest) few_.pop_back();
  }

  std::vector<Near>& few() { return few_; }

 private:
  /// Of another call nothing else was looked at: it counts as all wrong. One that only came too early does
  /// not count.
  std::size_t weight_of(const std::vector<Mismatch>& differences) const {
    if (differences.empty() || differences.front().part == "order") return 0;
    const bool other_call = differences.front().part == "call";
    return differences.size() + (other_call ? pattern_.parameters.size() + (pattern_.body ? 2 : 1) : 0);
  }

  const RequestPattern& pattern_;
  std::vector<Near> few_;
};

/// Every entry that is in the journal now, oldest first.
template <class Visit>
void each_entry(const Journal& journal, Visit visit) {
  JournalFilter filter;
  filter.order = JournalOrder::oldest;
  filter.limit = 256;
  for (const std::uint64_t last = journal.totals().last; filter.after < last;) {
    const auto page = journal.read(filter);
    if (page.empty()) return;
    for (const JournalEntry& entry : page)
      if (entry.id <= last) visit(entry);
    filter.after = page.back().id;
  }
}

/// What an answer is made of.
struct Verdict {
  bool held = false;
  std::uint64_t count = 0;
  std::string wanted;
  std::string reason;
  std::vector<Near> nearest;
};

/// ` The nearest, entry 7, differs in status: wanted 200, got 500.`
std::string about_nearest(const std::vector<Near>& nearest, Redaction& redaction) {
  if (nearest.empty()) return " No request comes near.";
  const Near& near = nearest.front();
  std::string text = " The nearest, entry " + std::to_string(near.entry.id) + ", differs in ";
  for (const Mismatch& difference : near.differences)
    text += (&difference == near.differences.data() ? "" : "; ") + describe(difference, redaction);
  return text + ".";
}

std::string about_evicted(const JournalTotals& totals) {
  return " The journal no longer has its first " + std::to_string(totals.evicted) +
         " entries, so this count may be too low: clear the journal before the test, or keep more entries.";
}

std::string about_unsure(std::uint64_t unsure) {
  return " The bodies of " + std::to_string(unsure) +
         " requests could not be read whole, so this count may be too low: keep longer ones "
         "(--journal-body), or ask for nothing that may stand in them.";
}

Verdict count_requests(const Journal& journal, const RequestPattern& pattern, const Wanted& wanted,
                       Redaction& redaction) {
  Verdict verdict;
  NearestFew nearest(pattern);
  std::vector<Near> matched;  // the last few
  std::uint64_t unsure = 0;
  each_entry(journal, [&](const JournalEntry& entry) {
    PatternMatch found = match(pattern, entry);
    unsure += found.is_uncertain ? 1 : 0;
    if (!found.mismatches.empty()) return nearest.offer(entry, std::move(found.mismatches));
    if (found.is_uncertain) return;
    ++verdict.count;
    matched.insert(matched.begin(), {entry, {}, 0});
    if (matched.size() > k_nearest) matched.pop_back();
  });
  const JournalTotals totals = journal.totals();
  const bool too_many = wanted.at_most && verdict.count > *wanted.at_most;
  const bool too_few = wanted.at_least && verdict.count < *wanted.at_least;
  const bool may_be_more = totals.evicted > 0 || (wanted.at_most && verdict.count + unsure > *wanted.at_most);
  const bool uncertain = may_be_more && wanted.at_most && !too_many;
  verdict.held = !too_many && !too_few && !uncertain;
  verdict.wanted = wanted.text();
  verdict.reason = "Wanted " + verdict.wanted + " of " + describe(pattern, redaction) + ", saw " +
                   std::to_string(verdict.count) + ".";
  if (!verdict.held) verdict.nearest = too_many ? std::move(matched) : std::move(nearest.few());
  if (too_few) verdict.reason += about_nearest(verdict.nearest, redaction);
  if (totals.evicted > 0 && (uncertain || too_few)) verdict.reason += about_evicted(totals);
  if (unsure > 0 && (uncertain || too_few)) verdict.reason += about_unsure(unsure);
  return verdict;
}

/// How far a list of patterns was met.
struct Progress {
  std::size_t met = 0;     ///< patterns, from the first
  std::uint64_t last = 0;  ///< the entry that met the last of them
};

Progress follow(const Journal& journal, const std::vector<RequestPattern>& order) {
  Progress progress;
  each_entry(journal, [&](const JournalEntry& entry) {
    if (progress.met < order.size() && match(order[progress.met], entry).is_match())
      progress = {progress.met + 1, entry.id};
  });
  return progress;
}

/// The same without others in between: the longest run that there was.
Progress follow_strictly(const Journal& journal, const std::vector<RequestPattern>& order) {
  Progress best;
  std::vector<bool> ends(order.size() + 1);  // ends[k]: the first k are met by the last k entries
  ends[0] = true;
  each_entry(journal, [&](const JournalEntry& entry) {
    for (std::size_t k = order.size(); k > 0; --k) {
      ends[k] = ends[k - 1] && match(order[k - 1], entry).is_match();
      if (ends[k] && k > best.met) best = {k, entry.id};
    }
  });
  return best;
}

Verdict follow_order(const Journal& journal, const std::vector<RequestPattern>& order, bool strict,
                     Redaction& redaction) {
  const Progress progress = strict ? follow_strictly(journal, order) : follow(journal, order);
  Verdict verdict;
  verdict.count = progress.met;
  verdict.held = progress.met == order.size();
  verdict.wanted =
      std::to_string(order.size()) + " requests in this order" + (strict ? " and none between them" : "");
  verdict.reason = "Wanted " + verdict.wanted + ", saw ";
  if (verdict.held) {
    verdict.reason += "them.";
    return verdict;
  }
  const RequestPattern& missed = order[progress.met];
  NearestFew nearest(missed);
  each_entry(journal, [&](const JournalEntry& entry) {
    if (strict && progress.met > 0 && entry.id != progress.last + 1) return;
    std::vector<Mismatch> differing = match(missed, entry).mismatches;
    if (differing.empty())
      differing.push_back({"order", "", nullptr,
                           "it came no later than entry " + std::to_string(progress.last), std::nullopt});
    nearest.offer(entry, std::move(differing));
  });
  verdict.nearest = std::move(nearest.few());
  verdict.reason += "the first " + std::to_string(progress.met) + "; number " +
                    std::to_string(progress.met + 1) + ", " + describe(missed, redaction) +
                    (strict ? ", did not come next." : ", did not come after them.") +
                    about_nearest(verdict.nearest, redaction);
  if (const JournalTotals totals = journal.totals(); totals.evicted > 0)
    verdict.reason += about_evicted(totals);
  return verdict;
}

http::Reply answer(const Verdict& verdict, Redaction& redaction) {
  Json nearest = Json::array();
  for (const Near& near : verdict.nearest) {
    Json json = entry_json(redaction.clean(near.entry));
    json["differs"] = Json::array();
    for (const Mismatch& difference : near.differences)
      json["differs"].push_back(describe(difference, redaction));
    nearest.push_back(std::move(json));
  }
  return journal_reply(verdict.held ? 200 : 409, {{"held", verdict.held},
                                                  {"count", verdict.count},
                                                  {"wanted", verdict.wanted},
                                                  {"reason", verdict.reason},
                                                  {"nearest", std::move(nearest)}});
}

}  // namespace

http::Reply journal_verify(const Journal& journal, std::string_view body) {
  PositionedJson read;
  if (const auto wrong = read_json("body", body, JsonDialect::plain, read); !wrong.empty())
    return journal_error(400,
                         "The body is not JSON: " + wrong.front().where + ": " + wrong.front().what + ".");
  Problems problems;
  Redaction redaction(journal.options().raw);
  const Verification asked = read_verification(read.value(), problems);
  if (!problems.empty())
    return journal_error(422, "The verification cannot be read: see problems.", problems);
  if (!asked.order.empty())
    return answer(follow_order(journal, asked.order, asked.strict, redaction), redaction);
  return answer(count_requests(journal, asked.pattern, asked.wanted, redaction), redaction);
}

}  // namespace sellsign::mock
