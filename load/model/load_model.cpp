#include "load/model/load_model.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "base/number.h"
#include "base/result.h"
#include "base/text.h"
#include "harness/scenario/reading.h"
#include "load/model/units.h"

namespace sellsign::load {
namespace {

using harness::word_of;
using harness::Words;
using std::chrono::nanoseconds;

constexpr double k_most_users = 100'000;
constexpr double k_highest_rate = 10'000'000;

/// A text of the profile through one of the parsers; `otherwise` when it is absent or wrong, which is said.
template <class Parse, class Value>
Value parsed(const JsonView& view, std::string_view key, Parse parse, Value otherwise) {
  if (!view.at(key).value().is_string()) return otherwise;
  auto value = parse(view.text(key));
  if (value) return *value;
  view.at(key).add_problem(value.error().message);
  return otherwise;
}

double integer_at(const JsonView& view, std::string_view key, double lowest, double highest,
                  double otherwise) {
  const Json& value = view.at(key).value();
  if (!value.is_number_integer()) return otherwise;
  const auto number = value.get<double>();
  if (number >= lowest && number <= highest) return number;
  view.at(key).add_problem("\"" + std::string(key) + "\" has to be from " + number_text(lowest) + " to " +
                           number_text(highest));
  return otherwise;
}

/// Reads the stages of one profile from first to last.
class StageReader {
 public:
  explicit StageReader(Model model) : model_(model) {}

  void add(const JsonView& view, std::vector<Stage>& stages) {
    const bool ramp = view.has("to") || view.has("over"), step = view.has("at") || view.has("for"),
               hold = view.has("hold");
    if (static_cast<int>(ramp) + static_cast<int>(step) + static_cast<int>(hold) != 1 ||
        (ramp && !(view.has("to") && view.has("over"))) || (step && !(view.has("at") && view.has("for"))))
      return view.add_problem("a stage is {\"to\", \"over\"}, {\"at\", \"for\"} or {\"hold\"}");
    if (hold && stages.empty()) return view.add_problem("the first stage has nothing to hold");
    const double before = level_;
    if (!hold) level_ = level(view, ramp ? "to" : "at");
    const auto over = parsed(view, ramp ? "over" : step ? "for" : "hold", parse_time, nanoseconds{});
    if (over.count() == 0) return view.add_problem("a stage has to last");
    stages.push_back({ramp ? before : level_, level_, over});
  }

 private:
  double level(const JsonView& view, std::string_view key) const {
    const Json& value = view.at(key).value();
    if (model_ == Model::closed) {
      if (value.is_number_integer()) return integer_at(view, key, 0, k_most_users, 0);
      view.at(key).add_problem("a closed model has a number of users here, like 20");
      return 0;
    }
    if (!value.is_string()) view.at(key).add_problem("an open model has a rate here, like \"200/s\"");
    return parsed(view, key, parse_rate, 0.0);
  }

  Model model_;
  double level_ = 0;
};

void read_levels(const JsonView& view, Profile& profile) {
  const bool open = profile.model == Model::open;
  const std::string_view level_key = open ? "rate" : "users";
  if (open)
    view.refuse({"users"}, "the closed model: an open one has a \"rate\"");
  else
    view.refuse({"rate"}, "the open model: a closed one has \"users\"");
  if (view.has("stages") == view.has(level_key))
    return view.add_problem("a profile has either \"stages\" or \"" + std::string(level_key) + "\"");
  if (view.has("stages")) {
    if (view.has("duration")) view.at("duration").say_of_key("the stages say how long the profile lasts");
    StageReader reader(profile.model);
    for (const JsonView& stage : view.objects("stages")) reader.add(stage, profile.stages);
    return;
  }
  const double level =
      open ? parsed(view, "rate", parse_rate, 0.0) : integer_at(view, "users", 1, k_most_users, 1);
  const auto duration = parsed(view, "duration", parse_time, nanoseconds{});
  if (duration.count() == 0 && !profile.iterations)
    view.add_problem("a profile needs a \"duration\", \"stages\" or \"iterations\"");
  profile.stages.push_back({level, level, duration});
}

void check_only_for(const JsonView& view, const Profile& profile) {
  if (profile.model == Model::open)
    view.refuse({"think_time"}, "the closed model");
  else
    view.refuse({"arrivals", "max_in_flight", "on_full"}, "the open model");
}

/// What is wrong with a profile whichever way it came about; empty when nothing is.
std::string problem_of(const Profile& profile) {
  if (profile.stages.empty()) return "a profile needs a rate or a number of users";
  if (profile.peak() <= 0) return "nothing would start: the rate or number of users is 0 all the time";
  if (profile.peak() > (profile.model == Model::open ? k_highest_rate : k_most_users))
    return "the level is too high";
  if (profile.duration().count() == 0 && !profile.iterations)
    return "a duration or a number of iterations is missing";
  if (profile.duration().count() > 0 && profile.warmup >= profile.duration())
    return "the warm-up lasts as long as the whole run: nothing would be measured";
  if (profile.check_share <= 0 || profile.check_share > 1)
    return "the share of checks is over 0% and at most 100%";
  return {};
}

/// A rate or number of users without a duration lasts until the iterations are done: a day at most.
void give_an_end(Profile& profile) {
  if (profile.duration().count() == 0 && profile.iterations && !profile.stages.empty())
    profile.stages.front().over = std::chrono::hours(24);
}

Profile read_profile(const JsonView& view) {
  Profile profile;
  profile.name = view.name();
  profile.model = word_of(view, "model", Words::models, Model::closed);
  if (view.has("iterations"))
    profile.iterations = static_cast<std::uint64_t>(integer_at(view, "iterations", 1, 1e15, 1));
  read_levels(view, profile);
  check_only_for(view, profile);
  profile.think_time = parsed(view, "think_time", parse_time, nanoseconds{});
  profile.warmup = parsed(view, "warmup", parse_time, nanoseconds{});
  profile.arrivals = word_of(view, "arrivals", Words::arrivals, Arrivals::even);
  profile.on_full = word_of(view, "on_full", Words::on_full, OnFull::queue);
  profile.max_in_flight = static_cast<std::size_t>(integer_at(view, "max_in_flight", 1, k_most_users, 1'000));
  profile.check_share = parsed(view, "checks", parse_share, 1.0);
  give_an_end(profile);
  return profile;
}

template <class E>
Result<> set_word(Words words, const std::string& text, std::string_view flag, E& into) {
  if (text.empty()) return std::monostate{};
  const auto known = harness::words_of(words);
  const auto found = std::find(known.begin(), known.end(), text);
  if (found == known.end())
    return usage_error("--" + std::string(flag) + " is one of " + joined_texts(known) + ", not \"" + text +
                       "\"");
  into = static_cast<E>(found - known.begin());
  return std::monostate{};
}

template <class Parse, class Value>
Result<> set_parsed(const std::string& text, std::string_view flag, Parse parse, Value& into) {
  if (text.empty()) return std::monostate{};
  auto value = parse(text);
  if (!value) return usage_error("--" + std::string(flag) + ": " + value.error().message);
  into = *value;
  return std::monostate{};
}

Result<double> parse_count(std::string_view text) {
  const auto value = read_whole<std::uint64_t>(text);
  if (!value || *value == 0 || *value > 1'000'000'000'000'000)
    return usage_error("\"" + std::string(text) + "\" is no number from 1");
  return static_cast<double>(*value);
}

/// Puts one level in place of the stages; they last as long as before.
void set_level(Profile& profile, Model model, double level) {
  const auto duration = profile.duration();
  profile.model = model;
  profile.stages = {{level, level, duration}};
  if (model == Model::closed) profile.arrivals = Arrivals::even;
  if (model == Model::open) profile.think_time = {};
}

/// Gives the stages that length in all.
void stretch(Profile& profile, nanoseconds duration) {
  const auto before = profile.duration();
  if (profile.stages.empty()) return;
  if (before.count() == 0) {
    profile.stages.front().over = duration;
    return;
  }
  nanoseconds so_far{};
  for (Stage& stage : profile.stages) {
    const double share = static_cast<double>(stage.over.count()) / static_cast<double>(before.count());
    stage.over = nanoseconds(std::llround(share * static_cast<double>(duration.count())));
    so_far += stage.over;
  }
  profile.stages.back().over += duration - so_far;
  if (duration < before)  // a short look at a long profile has a short warm-up, too
    profile.warmup = nanoseconds(
        std::llround(static_cast<double>(profile.warmup.count()) * static_cast<double>(duration.count()) /
                     static_cast<double>(before.count())));
}

}  // namespace

LoadPart read_load(const harness::Scenario& scenario, Problems& problems) {
  LoadPart out;
  if (scenario.load == nullptr) return out;
  const JsonView view = JsonView(*scenario.load, problems).at("load");
  for (const JsonView& one : view.at("profiles").members()) {
    if (!one.value().is_object()) continue;
    const std::size_t before = problems.size();
    out.profiles.push_back(read_profile(one));
    const std::string problem = problem_of(out.profiles.back());
    if (problems.size() == before && !problem.empty()) one.say_of_key(problem);
  }
  for (const JsonView& slo : view.objects("slo"))
    out.slos.push_back({slo.at("slo").position(), slo.text("slo"), slo.at("abort_on_fail").value() == true});
  out.weight = static_cast<std::uint64_t>(integer_at(view, "weight", 1, 1'000, 1));
  return out;
}

Result<Profile> with_flags(const Profile* base, const ProfileFlags& flags) {
  Profile profile = base == nullptr ? Profile{} : *base;
  if (base == nullptr) profile.name = "by flags";
  if (!flags.users.empty() && !flags.rate.empty())
    return usage_error("--users makes a closed model and --rate an open one: give one of them");
  double level = 0, count = 0, in_flight = 0;
  nanoseconds duration{};
  for (const Result<>& status : {set_parsed(flags.users, "users", parse_count, level),
                                 set_parsed(flags.rate, "rate", parse_rate, level),
                                 set_parsed(flags.iterations, "iterations", parse_count, count),
                                 set_parsed(flags.duration, "duration", parse_time, duration)})
    if (!status) return status.error();
  if (level > 0) set_level(profile, flags.users.empty() ? Model::open : Model::closed, level);
  if (duration.count() > 0) stretch(profile, duration);
  if (count > 0) profile.iterations = static_cast<std::uint64_t>(count);
  for (const Result<>& status : {set_parsed(flags.think_time, "think-time", parse_time, profile.think_time),
                                 set_parsed(flags.warmup, "warmup", parse_time, profile.warmup),
                                 set_parsed(flags.checks, "checks", parse_share, profile.check_share),
                                 set_word(Words::arrivals, flags.arrivals, "arrivals", profile.arrivals),
                                 set_word(Words::on_full, flags.on_full, "on-full", profile.on_full),
                                 set_parsed(flags.max_in_flight, "max-in-flight", parse_count, in_flight)})
    if (!status) return status.error();
  if (in_flight > 0) profile.max_in_flight = static_cast<std::size_t>(std::min(in_flight, k_most_users));
  if (profile.model == Model::open && profile.think_time.count() > 0)
    return usage_error("--think-time is for the closed model (--users)");
  give_an_end(profile);
  if (const std::string problem = problem_of(profile); !problem.empty())
    return usage_error(problem + " (see --users, --rate, --duration, --iterations)");
  return profile;
}

}  // namespace sellsign::load
