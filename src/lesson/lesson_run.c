#include "lesson/lesson_run.h"

#include "base/translate.h"
#include "heap/str.h"
#include "python/frame.h"
#include "timeline/frame_walk.h"

#include <string.h>

int lesson_stop_compare(LessonStop a, LessonStop b) {
    if (a.stop != b.stop) return a.stop < b.stop ? -1 : 1;
    if (a.inside != b.inside) return a.inside ? -1 : 1;
    if (!a.inside) return 0;
    if (a.at.event != b.at.event) return a.at.event < b.at.event ? -1 : 1;
    return a.at.kind == b.at.kind ? 0 : a.at.kind < b.at.kind ? -1 : 1;
}

/* ---- calls ---- */

/* A call under way, while the history is walked. */
typedef struct Running {
    Ref frame, code;
    uint32_t lasti; /* at its first stop: it never stands there again */
    uint32_t call;
} Running;

typedef Array(Running) RunningCalls;

static Running running_of(const Vm *vm, const WalkedFrame *walked) {
    const Frame *frame = frame_at(vm, walked->frame);
    return (Running){.frame = walked->frame, .code = frame->code, .lasti = frame->lasti};
}

/* Frames come and go at the same place: the next call of the same function in the same step stands
 * again where a call begins. */
static bool is_same(const Running *known, const Running *seen, bool innermost) {
    if (known->frame != seen->frame || known->code != seen->code) return false;
    return !innermost || known->lasti != seen->lasti;
}

static Text keep_str(LessonRun *run, const Heap *heap, Ref string) {
    TextBuffer text = {0};
    str_append_to(heap, string, &text);
    Text kept = {arena_copy(&run->arena, text_cstr(&text), text.length), text.length};
    text_deinit(&text);
    return kept;
}

static void begin_call(LessonRun *run, RunningCalls *under_way, const Vm *vm, Running seen,
                       uint32_t stop) {
    const Code *code = heap_at(&vm->heap, Code, seen.code);
    LessonCall call = {.name = keep_str(run, &vm->heap, code->name),
                       .qualname = keep_str(run, &vm->heap, code->qualname),
                       .first = stop,
                       .last = stop};
    seen.call = (uint32_t)run->calls.count;
    array_push(&run->calls, call);
    array_push(under_way, seen);
}

static void end_calls(LessonRun *run, RunningCalls *under_way, size_t depth, uint32_t stop) {
    while (under_way->count > depth) {
        uint32_t call = array_pop(under_way).call;
        run->calls.items[call].ended = stop;
        array_push(&run->ends, call);
    }
}

/* Compares the stack with that of the stop before. */
static void walk_stop(LessonRun *run, RunningCalls *under_way, uint32_t stop) {
    const Vm *vm = timeline_vm(run->timeline);
    FrameList frames;
    size_t depth = 0;
    frame_walk(vm, &frames);
    /* the module is first, and no call */
    for (; depth + 1 < frames.count && depth < under_way->count; depth++) {
        Running seen = running_of(vm, &frames.items[depth + 1]);
        bool innermost = depth + 2 == frames.count;
        if (!is_same(&under_way->items[depth], &seen, innermost)) break;
    }
    end_calls(run, under_way, depth, stop);
    for (; depth + 1 < frames.count; depth++) {
        begin_call(run, under_way, vm, running_of(vm, &frames.items[depth + 1]), stop);
    }
    if (under_way->count) run->calls.items[array_last(under_way).call].last = stop;
    LessonRunStop row = {.line = timeline_script_line(run->timeline, stop),
                         .depth = (uint32_t)frames.count,
                         .output_from = (uint32_t)run->output.length};
    array_push(&run->stops, row);
    timeline_step_output(run->timeline, stop, &run->output);
    array_deinit(&frames);
}

/* ---- the run ---- */

bool lesson_run_build(LessonRun *run, Timeline *timeline, Text source, Error *error) {
    uint32_t count = timeline_count(timeline);
    if (count > LESSON_STOPS_MAX) {
        return error_set(error, _("it runs %u steps, a lesson's script at most %d"), count,
                         LESSON_STOPS_MAX);
    }
    if (!count) return error_set(error, _("it has no step that could be shown"));
    *run = (LessonRun){.timeline = timeline, .source = source};
    uint32_t position = timeline_position(timeline);
    RunningCalls under_way = {0};
    for (uint32_t stop = 1; stop <= count; stop++) {
        timeline_seek(timeline, stop);
        walk_stop(run, &under_way, stop);
    }
    array_deinit(&under_way);
    timeline_seek(timeline, position);
    name_log_build(&run->names, timeline);
    return true;
}

void lesson_run_deinit(LessonRun *run) {
    arena_deinit(&run->arena);
    name_log_deinit(&run->names);
    array_deinit(&run->stops);
    array_deinit(&run->calls);
    array_deinit(&run->ends);
    text_deinit(&run->output);
    *run = (LessonRun){0};
}

uint32_t lesson_run_after(const LessonRun *run, uint32_t stop) {
    uint32_t depth = run->stops.items[stop - 1].depth, count = (uint32_t)run->stops.count;
    for (stop++; stop <= count; stop++) {
        if (run->stops.items[stop - 1].depth <= depth) return stop;
    }
    return count;
}

/* ---- moments ---- */

enum { MOMENT_COST = 100000 /* work, besides its objects: stops are gone to, a graph is made */ };

bool moment_spend(const Moment *moment, uint64_t amount) {
    if (!moment->work) return true;
    bool enough = *moment->work >= amount;
    *moment->work = enough ? *moment->work - amount : 0;
    return enough;
}

static bool open_at(MomentLook *look, const LessonRun *run, const NameLog *names, LessonStop stop) {
    Timeline *timeline = run->timeline;
    *look = (MomentLook){.moment = {.timeline = timeline, .stop = stop, .names = names},
                         .work = MOMENT_WORK_MAX};
    look->moment.work = run->work ? run->work : &look->work;
    if (stop.inside) {
        if (!inside_look(timeline, stop.stop, stop.at, SNAPSHOT_PLAIN, &look->inside)) return false;
        look->moment.now = &look->inside.now;
        look->moment.inside = &look->inside;
    } else {
        uint32_t position = timeline_position(timeline);
        timeline_seek(timeline, stop.stop);
        snapshot_build(&look->snapshot, timeline_vm(timeline), SNAPSHOT_PLAIN);
        look->moment.now = &look->snapshot;
        if (inside_look_at_line(timeline, &look->inside)) look->moment.inside = &look->inside;
        timeline_seek(timeline, position);
    }
    moment_spend(&look->moment, MOMENT_COST + 20 * (look->moment.now->objects.count +
                                                    look->moment.now->references.count));
    return true;
}

bool moment_open(MomentLook *look, const LessonRun *run, LessonStop stop) {
    return open_at(look, run, &run->names, stop);
}

bool moment_open_now(MomentLook *look, const LessonRun *run, const NameLog *names) {
    return open_at(look, run, names, (LessonStop){.stop = timeline_position(run->timeline)});
}

void moment_close(MomentLook *look) {
    if (look->moment.stop.inside) {
        inside_deinit(&look->inside);
    } else {
        snapshot_deinit(&look->snapshot);
        if (look->moment.inside) inside_deinit(&look->inside);
    }
    *look = (MomentLook){0};
}

bool moment_is_freed(const Moment *moment, uint32_t serial, uint32_t since) {
    uint32_t stop = moment->timeline ? moment->stop.stop : 0;
    for (; stop > since && stop > 0; stop--) {
        uint32_t count;
        const TimelineEvent *events = timeline_events(moment->timeline, stop, &count);
        bool partly = moment->stop.inside && stop == moment->stop.stop;
        if (partly && moment->stop.at.event < count) count = moment->stop.at.event;
        if (!moment_spend(moment, 1 + count)) return false;
        for (uint32_t i = count; i-- > 0;) {
            if (events[i].object.serial != serial) continue;
            if (events[i].kind == HEAP_FREED) return true;
            if (events[i].kind == HEAP_BORN) return false;
        }
    }
    return false;
}
