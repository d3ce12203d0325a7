#include <algorithm>
#include <charconv>
#include <cmath>
#include <concepts>
#include <set>
#include <type_traits>

#include <nlohmann/json.hpp>

#include "base/json/answer.h"
#include "base/nearest.h"
#include "base/result.h"
#include "harness/json/json.h"
#include "load/report/fields.h"
#include "load/report/json.h"
#include "load/result/histogram_codec.h"

namespace sellsign::load {
namespace {

using std::chrono::nanoseconds;

/// What one reading has found wrong so far.
struct Findings {
  Problems problems;
  bool newer = false;  ///< the file is of a newer minor version, so it may have keys that are unknown here

  void say(const std::string& path, std::string what) { problems.push_back({path, std::move(what)}); }
};

/// One value of the document with its JSON path.
struct Spot {
  const Json& json;
  std::string path;
  Findings& findings;

  bool is(bool fits, const char* wanted) const {
    if (!fits) findings.say(path, std::string("is ") + json.type_name() + ", wanted " + wanted);
    return fits;
  }
  Spot key(const std::string& name, const Json& value) const { return {value, path + "." + name, findings}; }
};

template <class T>
constexpr int k_names = 0;
template <>
constexpr int k_names<Model> = 2;
template <>
constexpr int k_names<Arrivals> = 2;
template <>
constexpr int k_names<OnFull> = 3;
template <>
constexpr int k_names<api::Effect> = 4;

template <class T>
void read(const Spot& spot, T& out);
template <class T>
void read(const Spot& spot, std::optional<T>& out);
template <class T>
void read(const Spot& spot, std::vector<T>& out);

void read(const Spot& spot, bool& out) {
  if (spot.is(spot.json.is_boolean(), "true or false")) out = spot.json.get<bool>();
}
void read(const Spot& spot, double& out) {
  if (spot.is(spot.json.is_number() && std::isfinite(spot.json.get<double>()), "a number"))
    out = spot.json.get<double>();
}
void read(const Spot& spot, std::string& out) {
  if (spot.is(spot.json.is_string(), "a text")) out = spot.json.get<std::string>();
}
template <std::unsigned_integral T>
void read(const Spot& spot, T& out) {
  if (spot.is(spot.json.is_number_unsigned(), "a whole number from 0")) out = spot.json.get<T>();
}
void read(const Spot& spot, nanoseconds& out) {
  std::uint64_t count = 0;
  read(spot, count);
  if (count > static_cast<std::uint64_t>(nanoseconds::max().count()))
    return spot.findings.say(spot.path, "is too large for nanoseconds");
  out = nanoseconds(static_cast<std::int64_t>(count));
}
void read(const Spot& spot, std::chrono::system_clock::time_point& out) {
  nanoseconds since{};
  read(spot, since);
  out = std::chrono::system_clock::time_point(since);
}

void read(const Spot& spot, harness::ExitCode& out) {
  const auto rows = harness::exit_codes();
  const auto row = std::ranges::find_if(rows, [&](const harness::ExitCodeRow& one) {
    return spot.json.is_number_integer() && spot.json == harness::to_int(one.code);
  });
  if (row == rows.end()) return spot.findings.say(spot.path, spot.json.dump() + " is no exit code");
  out = row->code;
}

void read(const Spot& spot, std::vector<Histogram::Bucket>& out) {
  std::string text;
  read(spot, text);
  if (!spot.json.is_string()) return;
  auto buckets = decode_v2_buckets(text);
  if (!buckets) return spot.findings.say(spot.path, buckets.error().message);
  out = std::move(*buckets);
}

/// The numbers beside `hdr` follow from it; only how many were over an hour does not.
void read(const Spot& spot, Histogram& out) {
  if (!spot.is(spot.json.is_object(), "an object with \"hdr\"")) return;
  const auto hdr = spot.json.find("hdr"), count = spot.json.find("count"),
             clipped = spot.json.find("clipped");
  for (const auto& [found, key] : {std::pair{hdr, "hdr"}, {count, "count"}, {clipped, "clipped"}})
    if (found == spot.json.end()) return spot.findings.say(spot.path + "." + key, "is missing");
  std::vector<Histogram::Bucket> buckets;
  std::uint64_t said = 0, over = 0, seen = 0;
  const std::size_t before = spot.findings.problems.size();
  read(spot.key("hdr", *hdr), buckets);
  read(spot.key("count", *count), said);
  read(spot.key("clipped", *clipped), over);
  if (spot.findings.problems.size() > before) return;
  for (const Histogram::Bucket& bucket : buckets) seen += bucket.count;
  if (said != seen)
    return spot.findings.say(spot.path + ".count", "says " + std::to_string(said) + ", but \"hdr\" holds " +
                                                       std::to_string(seen) + " values");
  const bool has_last = !buckets.empty() && buckets.back().index == Histogram::index_of(Histogram::k_highest);
  if (over > (has_last ? buckets.back().count : 0))
    return spot.findings.say(spot.path + ".clipped", "is more than \"hdr\" holds at its upper end");
  if (over > 0) {
    buckets.back().count -= over;
    out.record_us(Histogram::k_highest + 1, over);
  }
  if (!buckets.empty()) out.add(buckets);
}

void read(const Spot& spot, std::array<std::uint64_t, k_endings>& out) {
  if (!spot.is(spot.json.is_object(), "an object of endings")) return;
  for (std::size_t i = 0; i < k_endings; ++i) {
    const std::string name(name_of(static_cast<Ending>(i)));
    const auto found = spot.json.find(name);
    if (found == spot.json.end())
      spot.findings.say(spot.path + "." + name, "is missing");
    else
      read(spot.key(name, *found), out[i]);
  }
  if (spot.json.size() > k_endings && !spot.findings.newer)
    spot.findings.say(spot.path, "has an unknown ending");
}

void read(const Spot& spot, std::map<int, std::uint64_t>& out) {
  if (!spot.is(spot.json.is_object(), "an object of statuses")) return;
  for (const auto& [text, count] : spot.json.items()) {
    int status = 0;
    const auto read_to = std::from_chars(text.data(), text.data() + text.size(), status);
    if (read_to.ec != std::errc() || read_to.ptr != text.data() + text.size() || status < 100 || status > 999)
      spot.findings.say(spot.path + "." + text, "is no HTTP status");
    else
      read(spot.key(text, count), out[status]);
  }
}

void read(const Spot& spot, std::pair<std::string, std::string>& out) {
  if (!spot.is(spot.json.is_array() && spot.json.size() == 2, "a list of two texts")) return;
  read(Spot{spot.json[0], spot.path + "[0]", spot.findings}, out.first);
  read(Spot{spot.json[1], spot.path + "[1]", spot.findings}, out.second);
}

/// Fills the fields of one value from an object.
class Reader {
 public:
  explicit Reader(const Spot& spot, std::vector<std::string_view> derived = {})
      : spot_(spot), known_(std::move(derived)) {}

  template <class T>
  void operator()(const char* key, T& out) {
    known_.push_back(key);
    const auto found = spot_.json.find(key);
    if (found == spot_.json.end()) return spot_.findings.say(spot_.path + "." + key, "is missing");
    read(spot_.key(key, *found), out);
  }

  void refuse_others() const {
    if (spot_.findings.newer) return;
    for (const auto& [key, value] : spot_.json.items())
      if (std::ranges::find(known_, key) == known_.end())
        spot_.findings.say(spot_.path + "." + key, "is unknown" + did_you_mean(key, known_));
  }

 private:
  const Spot& spot_;
  std::vector<std::string_view> known_;
};

template <class T>
void read_enum(const Spot& spot, T& out) {
  std::vector<std::string_view> names;
  for (int i = 0; i < k_names<T>; ++i) {
    names.push_back(name_of(static_cast<T>(i)));
    if (spot.json == names.back()) return void(out = static_cast<T>(i));
  }
  const std::string got = spot.json.is_string() ? spot.json.get<std::string>() : spot.json.dump();
  std::string all;
  for (const std::string_view name : names) all += (all.empty() ? "" : ", ") + std::string(name);
  spot.findings.say(spot.path, "is \"" + got + "\", wanted one of " + all);
}

template <class T>
void read(const Spot& spot, T& out) {
  if constexpr (std::is_enum_v<T>) {
    read_enum(spot, out);
  } else if (spot.is(spot.json.is_object(), "an object")) {
    Reader reader(spot);
    visit(reader, out);
    reader.refuse_others();
  }
}

template <class T>
void read(const Spot& spot, std::optional<T>& out) {
  if (spot.json.is_null()) return out.reset();
  T value{};
  read(spot, value);
  out = value;
}

template <class T>
void read(const Spot& spot, std::vector<T>& out) {
  if (!spot.is(spot.json.is_array(), "a list")) return;
  for (std::size_t i = 0; i < spot.json.size(); ++i)
    read(Spot{spot.json[i], spot.path + "[" + std::to_string(i) + "]", spot.findings}, out.emplace_back());
}

/// What single fields cannot show.
void check_whole(const LoadResult& result, Findings& findings) {
  if (result.shard.index >= result.shard.count)
    findings.say("$.shard.index", "is not less than the count of shards");
  if (result.merged == 0) findings.say("$.merged", "is 0, and a result is of at least one run");
  std::set<std::string> ids;
  for (std::size_t i = 0; i < result.steps.size(); ++i)
    if (!ids.insert(result.steps[i].id).second)
      findings.say("$.steps[" + std::to_string(i) + "].id", "is there twice: " + result.steps[i].id);
}

/// Refuses what is no report that this program can read; notes whether it is of a newer minor version.
void check_version(const Json& json, Findings& findings) {
  if (!json.is_object() || json.value("format", Json()) != "sellsign-load")
    return findings.say("$.format", "is not \"sellsign-load\": this is no JSON report of sellsign load");
  const auto found = json.find("version");
  int major = -1, minor = -1;
  if (found != json.end() && found->is_string()) {
    const std::string& text = found->get_ref<const std::string&>();
    const char* end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, major);
    if (first.ptr == end || *first.ptr != '.' || std::from_chars(first.ptr + 1, end, minor).ptr != end)
      major = -1;
  }
  if (major != k_report_major || minor < 0)
    return findings.say("$.version", "is " + (found == json.end() ? "missing" : found->dump()) +
                                         ", and this program reads versions " +
                                         std::to_string(k_report_major) +
                                         ".x; use a sellsign of the version that wrote it");
  findings.newer = minor > k_report_minor;
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
  Findings findings;
  check_version(**json, findings);
  if (!findings.problems.empty()) return as_error(findings.problems, file);
  LoadResult result;
  const Spot root{**json, "$", findings};
  Reader reader(root, {"format", "version", "summary"});
  visit(reader, result);
  reader.refuse_others();
  if (findings.problems.empty()) check_whole(result, findings);
  if (!findings.problems.empty()) return as_error(findings.problems, file);
  return result;
}

}  // namespace sellsign::load
