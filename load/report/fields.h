#pragma once

#include <string>

#include "load/result/result.h"

// What the JSON report holds, once for writing and for reading: a field is called with its key and the
// member. Durations and moments are in nanoseconds, which is why their keys end in `_ns`.

namespace sellsign::load {

template <class Fields>
void visit(Fields& field, Stage& stage) {
  field("from", stage.from);
  field("to", stage.to);
  field("over_ns", stage.over);
}

template <class Fields>
void visit(Fields& field, Profile& profile) {
  field("name", profile.name);
  field("model", profile.model);
  field("stages", profile.stages);
  field("iterations", profile.iterations);
  field("think_time_ns", profile.think_time);
  field("arrivals", profile.arrivals);
  field("warmup_ns", profile.warmup);
  field("max_in_flight", profile.max_in_flight);
  field("on_full", profile.on_full);
  field("check_share", profile.check_share);
}

template <class Fields>
void visit(Fields& field, Tally& tally) {
  field("endings", tally.endings);
  field("sent", tally.sent);
  field("resent", tally.resent);
  field("checks_made", tally.checks_made);
  field("checks_broken", tally.checks_broken);
  field("bytes_out", tally.bytes_out);
  field("bytes_in", tally.bytes_in);
  field("statuses", tally.statuses);
}

template <class Fields>
void visit(Fields& field, BrokenCheck& broken) {
  field("at", broken.at);
  field("subject", broken.subject);
  field("source", broken.source);
  field("times", broken.times);
  field("example", broken.example);
}

template <class Fields>
void visit(Fields& field, StepLoad& step) {
  field("id", step.id);
  field("call", step.call);
  field("effect", step.effect);
  field("first", step.first);
  field("service", step.service);
  field("response", step.response);
  field("tally", step.tally);
  field("broken", step.broken);
  field("failure", step.failure);
}

template <class Fields>
void visit(Fields& field, IterationLoad& iterations) {
  field("started", iterations.started);
  field("finished", iterations.finished);
  field("failed", iterations.failed);
  field("cut", iterations.cut);
  field("service", iterations.service);
  field("response", iterations.response);
}

template <class Fields>
void visit(Fields& field, Starts& starts) {
  field("intended", starts.intended);
  field("queued", starts.queued);
  field("dropped", starts.dropped);
  field("unstarted", starts.unstarted);
  field("rowless", starts.rowless);
  field("late", starts.late);
  field("late_limit_ns", starts.late_limit);
  field("lateness", starts.lateness);
}

template <class Fields>
void visit(Fields& field, Interval& interval) {
  field("start_ns", interval.start);
  field("length_ns", interval.length);
  field("warmup", interval.warmup);
  field("intended", interval.intended);
  field("started", interval.started);
  field("finished", interval.finished);
  field("requests", interval.requests);
  field("errors", interval.errors);
  field("in_flight", interval.in_flight);
  field("service", interval.service);
  field("response", interval.response);
}

template <class Fields>
void visit(Fields& field, Generator& generator) {
  field("threads", generator.threads);
  field("busy", generator.busy);
  field("starved", generator.starved);
  field("overshoot", generator.overshoot);
  field("faults", generator.faults);
}

template <class Fields>
void visit(Fields& field, SloResult& slo) {
  field("text", slo.text);
  field("got", slo.got);
  field("held", slo.held);
  field("words", slo.words);
}

template <class Fields>
void visit(Fields& field, Shard& shard) {
  field("index", shard.index);
  field("count", shard.count);
}

template <class Fields>
void visit(Fields& field, Environment& environment) {
  field("version", environment.version);
  field("command", environment.command);
  field("target", environment.target);
  field("host", environment.host);
  field("system", environment.system);
  field("cores", environment.cores);
  field("more", environment.more);
}

template <class Fields>
void visit(Fields& field, LoadResult& result) {
  field("run", result.run_id);
  field("scenarios", result.scenarios);
  field("profile", result.profile);
  field("seed", result.seed);
  field("shard", result.shard);
  field("merged", result.merged);
  field("started_ns", result.started);
  field("duration_ns", result.duration);
  field("whole_ns", result.whole);
  field("check_share", result.check_share);
  field("exit_code", result.exit_code);
  field("stop", result.stop);
  field("message", result.message);
  field("environment", result.environment);
  field("generator", result.generator);
  field("starts", result.starts);
  field("slos", result.slos);
  field("iterations", result.iterations);
  field("steps", result.steps);
  field("warmup", result.warmup);
  field("intervals", result.intervals);
}

}  // namespace sellsign::load
