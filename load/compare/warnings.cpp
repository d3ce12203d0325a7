#include <algorithm>
#include <set>

#include "base/text.h"
#include "load/compare/compare.h"
#include "load/compare/report.h"
#include "load/compare/subjects.h"
#include "load/result/shortfalls.h"

namespace sellsign::load {
namespace {

struct Likeness {
  std::string_view name;
  std::string (*of)(const LoadResult&);
};

/// What has to be alike for the numbers to mean the same.
constexpr Likeness k_facts[] = {
    {"scenarios", [](const LoadResult& one) { return joined_texts(one.scenarios); }},
    {"profiles", [](const LoadResult& one) { return words_of(one.profile); }},
    {"targets", [](const LoadResult& one) { return one.environment.target; }},
    {"shares of checks", [](const LoadResult& one) { return std::to_string(one.check_share); }},
    {"machines",
     [](const LoadResult& one) {
       return one.environment.host + ", " + std::to_string(one.environment.cores) + " cores, " +
              one.environment.system;
     }},
};

std::string values_of(const Likeness& fact, const Runs& runs) {
  std::set<std::string> values;
  for (const LoadResult& run : runs) values.insert(fact.of(run));
  return joined_texts(values, " | ");
}

void add_side(std::vector<std::string>& out, const std::string& side, const Runs& runs) {
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::string who = side + (runs.size() > 1 ? std::to_string(i + 1) : "");
    if (!runs[i].generator.valid())
      out.push_back(who + " is INVALID: " + joined_texts(runs[i].generator.faults));
    if (!runs[i].message.empty()) out.push_back(who + ": " + runs[i].message);
    for (const Shortfall& shortfall : shortfalls_of(runs[i]))
      if (matters_to_compare(shortfall) && shortfall.lack != Lack::validity &&
          shortfall.words != runs[i].message)
        out.push_back(who + ": " + shortfall.words);
    if (runs[i].shard.count > 1)
      out.push_back(who + " is shard " + std::to_string(runs[i].shard.index + 1) + " of " +
                    std::to_string(runs[i].shard.count) + " only; merge the shards first");
  }
}

void add_lonely_steps(std::vector<std::string>& out, const std::string& side, const LoadResult& here,
                      const LoadResult& there) {
  for (const StepLoad& step : here.steps)
    if (std::ranges::find(there.steps, step.id, &StepLoad::id) == there.steps.end())
      out.push_back("step " + step.id + " is only in " + side);
}

}  // namespace

std::vector<std::string> compare_warnings(const Runs& a, const Runs& b) {
  std::vector<std::string> out;
  add_side(out, "A", a);
  add_side(out, "B", b);
  for (const Likeness& fact : k_facts) {
    const std::string in_a = values_of(fact, a), in_b = values_of(fact, b);
    if (in_a != in_b)
      out.push_back("their " + std::string(fact.name) + " differ: A " + in_a + "; B " + in_b);
    else if (in_a.find(" | ") != std::string::npos)
      out.push_back("the runs of a side have different " + std::string(fact.name) + ": " + in_a);
  }
  add_lonely_steps(out, "A", a.front(), b.front());
  add_lonely_steps(out, "B", b.front(), a.front());
  return out;
}

}  // namespace sellsign::load
