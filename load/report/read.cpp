#include <algorithm>
#include <cmath>
#include <concepts>
#include <set>
#include <type_traits>

#include <nlohmann/json.hpp>

#include "base/json/object_reader.h"
#include "base/nearest.h"
#include "base/number.h"
#include "base/result.h"
#include "base/safe_text.h"
#include "load/report/fields.h"
#include "load/report/json.h"
#include "load/result/histogram_codec.h"

namespace sellsign::load {
namespace {

using std::chrono::nanoseconds;

/// A key that the first version did not have.
struct AddedKey {
  std::string_view key;
  int since;  ///< minor version
};
constexpr AddedKey k_added[] = {{"sent", 1},     {"resent", 1},          {"cut", 1},
                                {"repeated", 1}, {"rowless", 1},         {"stop", 1},
                                {"at_least", 1}, {"bounded_from_us", 1}, {"unsent", 2}};

template <class T>
constexpr int k_names = 0;
template <>
constexpr int k_names<StopReason> = static_cast<int>(k_stop_reasons);
template <>
constexpr int k_names<Model> = 2;
template <>
constexpr int k_names<Arrivals> = 2;
template <>
constexpr int k_names<OnFull> = 3;
template <>
constexpr int k_names<api::Effect> = 4;

bool is(bool fits, const JsonView& view, const char* wanted) {
  if (!fits) view.add_problem(std::string("is ") + view.value().type_name() + ", wanted " + wanted);
  return fits;
}

/// Reads the values of a report by their types.
class ReportReader {
 public:
  /// Of this minor version: a newer one may have keys that are unknown here, an older one lacks some.
  explicit ReportReader(int minor) : minor_(minor), newer_(minor > k_report_minor) {}

  /// Reads an object by the fields of its struct. `known`: keys that it may have besides.
  template <class T>
  void read_fields(const JsonView& view, T& out, std::vector<std::string_view> known = {}) {
    if (!is(view.value().is_object(), view, "an object")) return;
    const auto field = [&](const char* key, auto& member) {
      known.emplace_back(key);
      read_member(view, key, member);
    };
    visit(field, out);
    if (newer_) return;
    for (const JsonView& member : view.members())
      if (std::ranges::find(known, member.name()) == known.end())
        member.add_problem("is unknown" + did_you_mean(member.name(), known));
  }

 private:
  template <class T>
  void read_member(const JsonView& view, std::string_view key, T& out) {
    if (view.has(key))
      read(view.at(key), out);
    else if (!is_later(key))
      view.at(key).add_problem("is missing");
  }

  /// Whether only later versions have that key.
  bool is_later(std::string_view key) const {
    const auto* const added = std::ranges::find(k_added, key, &AddedKey::key);
    return added != std::end(k_added) && added->since > minor_;
  }

  void read(const JsonView& view, bool& out) {
    if (is(view.value().is_boolean(), view, "true or false")) out = view.value().get<bool>();
  }

  void read(const JsonView& view, double& out) {
    const Json& value = view.value();
    if (is(value.is_number() && std::isfinite(value.get<double>()), view, "a number"))
      out = value.get<double>();
  }

  /// Somebody else may have written it: nothing in it turns against a terminal.
  void read(const JsonView& view, std::string& out) {
    if (is(view.value().is_string(), view, "a text")) out = safe_text(view.value().get<std::string>());
  }

  template <std::unsigned_integral T>
  void read(const JsonView& view, T& out) {
    if (is(view.value().is_number_unsigned(), view, "a whole number from 0")) out = view.value().get<T>();
  }

  void read(const JsonView& view, nanoseconds& out) {
    std::uint64_t count = 0;
    read(view, count);
    if (count > static_cast<std::uint64_t>(nanoseconds::max().count()))
      return view.add_problem("is too large for nanoseconds");
    out = nanoseconds(static_cast<std::int64_t>(count));
  }

  void read(const JsonView& view, std::chrono::system_clock::time_point& out) {
    nanoseconds since{};
    read(view, since);
    out = std::chrono::system_clock::time_point(since);
  }

  void read(const JsonView& view, harness::ExitCode& out) {
    const auto rows = harness::exit_codes();
    const auto row = std::ranges::find_if(rows, [&](const harness::ExitCodeRow& one) {
      return view.value().is_number_integer() && view.value() == harness::to_int(one.code);
    });
    if (row == rows.end()) return view.add_problem(view.value().dump() + " is no exit code");
    out = row->code;
  }

  void read(const JsonView& view, std::vector<Histogram::Bucket>& out) {
    std::string text;
    read(view, text);
    if (!view.value().is_string()) return;
    auto buckets = decode_v2_buckets(text);
    if (!buckets) return view.add_problem(buckets.error().message);
    out = std::move(*buckets);
  }

  /// The numbers beside `hdr` follow from it; only how many were over an hour and which are lower bounds do
  /// not.
  void read(const JsonView& view, Histogram& out) {
    if (!is(view.value().is_object(), view, "an object with \"hdr\"")) return;
    std::vector<Histogram::Bucket> buckets;
    std::uint64_t said = 0, over = 0, seen = 0;
    const std::size_t before = view.problems();
    read_member(view, "hdr", buckets);
    read_member(view, "count", said);
    read_member(view, "clipped", over);
    if (view.problems() > before) return;
    for (const Histogram::Bucket& bucket : buckets) seen += bucket.count;
    if (said != seen)
      return view.at("count").add_problem("says " + std::to_string(said) + ", but \"hdr\" holds " +
                                          std::to_string(seen) + " values");
    const bool has_last =
        !buckets.empty() && buckets.back().index == Histogram::index_of(Histogram::k_highest);
    if (over > (has_last ? buckets.back().count : 0))
      return view.at("clipped").add_problem("is more than \"hdr\" holds at its upper end");
    if (over > 0) {
      buckets.back().count -= over;
      out.record_us(Histogram::k_highest + 1, over);
    }
    if (!buckets.empty()) out.add(buckets);
    read_bounds(view, out);
  }

  void read_bounds(const JsonView& view, Histogram& out) {
    std::uint64_t times = 0;
    std::optional<std::uint64_t> from;
    read_member(view, "at_least", times);
    read_member(view, "bounded_from_us", from);
    const auto highest = static_cast<std::uint64_t>(out.max_us());
    if (times > out.count() || from.has_value() != (times > 0) || from.value_or(0) > highest)
      return view.at("at_least").add_problem("does not fit \"hdr\" and \"bounded_from_us\"");
    out.mark_at_least(times, static_cast<std::int64_t>(from.value_or(0)));
  }

  void read(const JsonView& view, std::array<std::uint64_t, k_endings>& out) {
    if (!is(view.value().is_object(), view, "an object of endings")) return;
    for (std::size_t i = 0; i < k_endings; ++i) read_member(view, name_of(static_cast<Ending>(i)), out[i]);
    if (view.value().size() > k_endings && !newer_) view.add_problem("has an unknown ending");
  }

  void read(const JsonView& view, std::map<int, std::uint64_t>& out) {
    if (!is(view.value().is_object(), view, "an object of statuses")) return;
    for (const JsonView& member : view.members()) {
      const auto status = read_whole<int>(member.name());
      if (!status || *status < 100 || *status > 999)
        member.add_problem("is no HTTP status");
      else
        read(member, out[*status]);
    }
  }

  void read(const JsonView& view, std::pair<std::string, std::string>& out) {
    if (!is(view.value().is_array() && view.value().size() == 2, view, "a list of two texts")) return;
    read(view.at(0), out.first);
    read(view.at(1), out.second);
  }

  template <class T>
  requires std::is_enum_v<T>
  void read(const JsonView& view, T& out) {
    std::string all;
    for (int i = 0; i < k_names<T>; ++i) {
      const std::string_view name = name_of(static_cast<T>(i));
      if (view.value() == name) return void(out = static_cast<T>(i));
      all += (all.empty() ? "" : ", ") + std::string(name);
    }
    const std::string got = view.value().is_string() ? view.value().get<std::string>() : view.value().dump();
    view.add_problem("is \"" + got + "\", wanted one of " + all);
  }

  template <class T>
  requires std::is_class_v<T>
  void read(const JsonView& view, T& out) { read_fields(view, out); }

  template <class T>
  void read(const JsonView& view, std::optional<T>& out) {
    if (view.value().is_null()) return out.reset();
    read(view, out.emplace());
  }

  template <class T>
  void read(const JsonView& view, std::vector<T>& out) {
    if (!is(view.value().is_array(), view, "a list")) return;
    for (const JsonView& element : view.elements()) read(element, out.emplace_back());
  }

  int minor_;
  bool newer_;
};

/// What version 1.0 left for others to work out.
void fill_old(LoadResult& result) {
  for (auto* rows : {&result.steps, &result.warmup})
    for (StepLoad& step : *rows) step.tally.sent = step.tally.requests();
  IterationLoad& iterations = result.iterations;
  iterations.cut = iterations.started - std::min(iterations.started, iterations.finished);
  if (result.exit_code == harness::ExitCode::interrupted) result.stop = StopReason::interrupted;
  if (result.exit_code == harness::ExitCode::terminated) result.stop = StopReason::terminated;
}

/// What single fields cannot show.
void check_whole(const LoadResult& result, const JsonView& root) {
  if (result.shard.index >= result.shard.count)
    root.at("shard").at("index").add_problem("is not less than the count of shards");
  if (result.merged == 0) root.at("merged").add_problem("is 0, and a result is of at least one run");
  std::set<std::string> ids;
  for (std::size_t i = 0; i < result.steps.size(); ++i)
    if (!ids.insert(result.steps[i].id).second)
      root.at("steps").at(i).at("id").add_problem("is there twice: " + result.steps[i].id);
}

/// Refuses what is no report that this program can read; the minor version of what is.
int minor_version(const JsonView& root) {
  if (root.text("format") != "sellsign-load")
    return root.at("format").add_problem("is not \"sellsign-load\": this is no JSON report of sellsign load"),
           0;
  const std::string text = root.text("version");
  const std::size_t point = std::min(text.find('.'), text.size());
  const auto major = read_whole<int>(text.substr(0, point));
  const auto minor = point < text.size() ? read_whole<int>(text.substr(point + 1)) : std::nullopt;
  if (major == k_report_major && minor >= 0) return *minor;
  const JsonView version = root.at("version");
  version.add_problem("is " + (root.has("version") ? version.value().dump() : "missing") +
                      ", and this program reads versions " + std::to_string(k_report_major) +
                      ".x; use a sellsign of the version that wrote it");
  return 0;
}

Error as_error(const Problems& problems, const std::string& file) {
  constexpr std::size_t k_shown = 10;
  std::string text;
  for (std::size_t i = 0; i < problems.size() && i < k_shown; ++i)
    text += (i > 0 ? "\n" : "") + file + ": " + problems[i].where + ": " + problems[i].what;
  if (problems.size() > k_shown)
    text += "\n" + file + ": and " + std::to_string(problems.size() - k_shown) + " more";
  return usage_error(text);
}

}  // namespace

Result<LoadResult> read_report(std::string_view text, const std::string& file) {
  const auto json = read_answer(text);
  if (!json) return usage_error(file + ": $: is no JSON: " + json.error().message);
  Problems problems;
  const JsonView root(**json, problems, "$");
  const int minor = minor_version(root);
  LoadResult result;
  if (problems.empty()) ReportReader(minor).read_fields(root, result, {"format", "version", "summary"});
  if (minor == 0) fill_old(result);
  if (problems.empty()) check_whole(result, root);
  if (!problems.empty()) return as_error(problems, file);
  return result;
}

}  // namespace sellsign::load
