#include "timeline/timeline.h"

#include "base/translate.h"
#include "heap/graph.h"
#include "timeline/delta.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A leap joins the deltas of many steps. It stands with the last of its stops; the numbers of its
 * first and last stop are multiples of its length. */
enum { LEAP_LEVELS = 2 };
static const uint32_t leap_lengths[LEAP_LEVELS] = {256, 16384};

/* One stop and the step that led to it. The block holds, one after the other: `event_count`
 * TimelineEvents; `log_bytes` of the step's delta; `output_bytes` of text; `leap_bytes` of leaps,
 * the short one first, each a uint32_t with its size and its delta. */
typedef struct Stop {
    uint8_t *block; /* owned */
    uint32_t log_bytes;
    uint32_t event_count;
    uint32_t output_bytes;
    uint32_t leap_bytes;
    uint32_t depth;   /* calls under way */
    uint32_t answers; /* read so far */
    uint32_t line : 28;
    uint32_t edit : 1;       /* of a statement, not of the script */
    uint32_t frozen : 1;     /* calls wait that a statement has interrupted for good */
    uint32_t paused : 1;     /* the script waits here, before `line` */
    uint32_t collecting : 1; /* a collection is under way */
} Stop;

typedef Array(Stop) Stops;

/* Lines that were typed, without their ends; null: the end of the input. */
typedef Array(char *) Answers;

/* What comes after a stop. */
typedef struct Future {
    Stops stops;
    uint64_t bytes;
    Answers answers;         /* that are read there */
    TextBuffer question;     /* what the script has printed when it waits at its end */
    TimelineOutcome outcome; /* of the script */
} Future;

/* A statement: `other` is what it replaced while done, and what it made while undone. */
typedef struct Edit {
    char *text;
    uint32_t at;      /* stop at which it was executed */
    uint32_t made;    /* stops of the statement itself */
    uint32_t resumed; /* stops that the script made when it went on from there */
    bool cut;         /* it was ended before its time then */
    Answers given;    /* that the statement has read */
    Answers later;    /* that the script has read when it went on */
    Future other;
} Edit;

/* A statement that ran until it had nothing to read. */
typedef struct Pending {
    char *text;          /* null: there is none */
    uint32_t at;         /* stop at which it is executed */
    Answers answers;     /* what it was given so far */
    TextBuffer question; /* what it has printed */
} Pending;

struct Timeline {
    Vm vm;
    TimelineConfig config;
    Stops stops;
    atomic_uint progress;        /* of `stops.count`, for another thread */
    uint32_t position;           /* shown stop, from 1; 0 before the first run */
    TimelineOutcome outcome;     /* of the script in this history */
    Array(Edit) edits;           /* done, then undone */
    uint32_t done;               /* edits done */
    TimelineScript script;       /* as it ran first */
    Answers script_answers;      /* that it has read then */
    uint32_t stop_limit;         /* of the runs to come; 0: the budget alone */
    uint64_t bytes;              /* of the blocks of `stops` */
    uint64_t next_check;         /* steps after which the heap is checked again */
    uint64_t output_length;      /* bytes printed in this run or statement */
    bool editing, freezing;      /* a statement runs; it was executed inside a call */
    uint32_t depth_below;        /* calls that a statement interrupts: its own are counted from 0 */
    const TimelineWatch *watch;  /* a step runs again, and nothing is recorded; null: it does not */
    uint32_t watch_to, watch_at; /* the stop that ends it; the one that the run comes to next */
    uint32_t watch_event;        /* number of the next event */
    Array(TimelineEvent) events; /* of the step under way */
    DeltaBytes log;              /* of the step under way, then its leaps */
    DeltaSpan leaps[LEAP_LEVELS];
    uint32_t leap_from[LEAP_LEVELS]; /* stop at which the span began; 0: none is under way */
    TextBuffer output;               /* of the step under way */
    Answers answers;                 /* in this history */
    Pending pending;
    TextBuffer question; /* what the script has printed when it waits at the last stop */
    void (*write)(void *context, int fd, const char *bytes, size_t length);
    void *write_context;
};

/* ---- recording ---- */

/* The step's delta into `log`. */
static void write_log(Timeline *timeline) {
    const Image *image = &timeline->vm.heap.image;
    array_clear(&timeline->log);
    for (size_t i = 0; i < image->saved.count; i++) {
        const SavedGranule *saved = &image->saved.items[i];
        bool changed = delta_append(&timeline->log, saved->granule, saved->old,
                                    image_at(image, saved->granule));
        if (changed && timeline->leap_from[0]) {
            delta_span_note(&timeline->leaps[0], saved->granule, saved->old);
        }
    }
}

static void begin_leap(Timeline *timeline, int level, uint32_t stop) {
    delta_span_clear(&timeline->leaps[level]);
    timeline->leap_from[level] = stop;
}

/* At a multiple of a leap's length: appends the leap that ends here, if one is under way, and
 * begins the next. Longer leaps are joined from the short ones. */
static void write_leaps(Timeline *timeline, uint32_t stop) {
    for (int level = 0; level < LEAP_LEVELS && stop % leap_lengths[level] == 0; level++) {
        size_t at = timeline->log.count;
        uint32_t size = 0;
        array_reserve(&timeline->log, sizeof size);
        timeline->log.count += sizeof size;
        DeltaSpan *span = &timeline->leaps[level];
        bool whole =
            timeline->leap_from[level] == stop - leap_lengths[level] && stop > leap_lengths[level];
        if (level == 0 && whole && timeline->leap_from[1])
            delta_span_join(&timeline->leaps[1], span);
        if (level == 0 && !whole) timeline->leap_from[1] = 0;
        if (whole) delta_span_append(span, &timeline->vm.heap.image, &timeline->log);
        size = (uint32_t)(timeline->log.count - at - sizeof size);
        memcpy(timeline->log.items + at, &size, sizeof size);
        begin_leap(timeline, level, stop);
    }
}

/* Another history begins after the shown stop: leaps under way would mix both. */
static void drop_leaps(Timeline *timeline) {
    for (int level = 0; level < LEAP_LEVELS; level++) timeline->leap_from[level] = 0;
}

/* At each of the first steps, then at distances that grow with the run: a check walks the whole
 * heap, so checking each step of a long run would take the square of its time. */
static void check_heap(Timeline *timeline) {
    enum { EACH = 2000 };
    Error error;
    uint64_t steps = vm_machine(&timeline->vm)->steps;
    if (!timeline->config.check || (steps > EACH && steps < timeline->next_check)) return;
    timeline->next_check = steps + steps / 8;
    if (heap_check(&timeline->vm.heap, &error)) return;
    fprintf(stderr, "lastref: heap_check at stop %u: %s\n", timeline->position, error.message);
    abort();
}

/* Where the delta, the text and the leaps stand in the block. */
static const uint8_t *log_of(const Stop *stop) {
    return stop->block + stop->event_count * sizeof(TimelineEvent);
}

static const uint8_t *output_of(const Stop *stop) {
    return log_of(stop) + stop->log_bytes;
}

static const uint8_t *leaps_of(const Stop *stop) {
    return output_of(stop) + stop->output_bytes;
}

static const Stop *stop_at(const Timeline *timeline, uint32_t stop) {
    assert(stop >= 1 && stop <= timeline->stops.count);
    return &timeline->stops.items[stop - 1];
}

static uint64_t stop_bytes(const Stop *stop) {
    return sizeof *stop + stop->event_count * sizeof(TimelineEvent) + stop->log_bytes +
           stop->output_bytes + stop->leap_bytes;
}

/* Ends the step under way: it led to a stop before `line`, where the script is `paused`. */
static void record_stop(Timeline *timeline, uint32_t line, bool paused) {
    Image *image = &timeline->vm.heap.image;
    /* what a halt leaves is rolled back, never kept */
    assert(!timeline->vm.halt && !timeline->vm.heap.failure);
    image_commit(image);
    write_log(timeline);
    size_t log_bytes = timeline->log.count;
    write_leaps(timeline, (uint32_t)timeline->stops.count + 1);
    Stop stop = {.log_bytes = (uint32_t)log_bytes,
                 .event_count = (uint32_t)timeline->events.count,
                 .output_bytes = (uint32_t)timeline->output.length,
                 .leap_bytes = (uint32_t)(timeline->log.count - log_bytes),
                 .depth = timeline->depth_below + vm_machine(&timeline->vm)->recursion_depth,
                 .answers = vm_machine(&timeline->vm)->lines_read,
                 .line = line,
                 .edit = timeline->editing,
                 .frozen = timeline->editing && timeline->freezing,
                 .paused = paused,
                 .collecting = heap_root(&timeline->vm.heap)->gc_collecting};
    size_t event_bytes = stop.event_count * sizeof(TimelineEvent);
    stop.block = memory_alloc(timeline->log.count + event_bytes + stop.output_bytes);
    uint8_t *at = stop.block;
    if (event_bytes) memcpy(at, timeline->events.items, event_bytes);
    at += event_bytes;
    if (log_bytes) memcpy(at, timeline->log.items, log_bytes);
    at += log_bytes;
    memcpy(at, text_cstr(&timeline->output), stop.output_bytes);
    at += stop.output_bytes;
    if (stop.leap_bytes) memcpy(at, timeline->log.items + log_bytes, stop.leap_bytes);
    array_clear(&timeline->events);
    text_clear(&timeline->output);
    image_begin(image);
    array_push(&timeline->stops, stop);
    timeline->bytes += stop_bytes(&stop);
    timeline->position = (uint32_t)timeline->stops.count;
    atomic_store_explicit(&timeline->progress, timeline->position, memory_order_relaxed);
    check_heap(timeline);
}

/* Without history nothing will be undone: what was saved is dropped now and then. */
static void forget_step(Timeline *timeline) {
    enum { SAVED_MAX = 1 << 18 };
    Image *image = &timeline->vm.heap.image;
    if (image->saved.count > SAVED_MAX) {
        image_commit(image);
        image_begin(image);
    }
    check_heap(timeline);
}

static bool on_line(void *context, Ref frame, uint32_t line) {
    Timeline *timeline = context;
    (void)frame;
    if (timeline->watch) {
        timeline->watch_event = 0;
        return timeline->watch_at++ < timeline->watch_to;
    }
    if (timeline->config.forget) {
        forget_step(timeline);
        return true;
    }
    record_stop(timeline, line, !timeline->editing);
    if (timeline->bytes > timeline->config.history_budget) {
        vm_limit(&timeline->vm, _("the history is full (%llu MiB after %zu steps)"),
                 (unsigned long long)(timeline->bytes >> 20), timeline->stops.count);
        return false;
    }
    bool full = timeline->stops.count >= timeline->config.stop_budget;
    if (full || (timeline->stop_limit && timeline->stops.count >= timeline->stop_limit)) {
        vm_limit(&timeline->vm, _("stopped after %zu steps"), timeline->stops.count);
        return false;
    }
    return true;
}

static void on_write(void *context, int fd, const char *bytes, size_t length) {
    Timeline *timeline = context;
    if (timeline->watch) return;
    timeline->output_length += length;
    if (timeline->output_length > timeline->config.output_budget) {
        vm_limit(&timeline->vm, _("stopped after %llu MiB of output"),
                 (unsigned long long)(timeline->config.output_budget >> 20));
        return;
    }
    if (!timeline->config.forget) text_append(&timeline->output, bytes, length);
    if (timeline->write) timeline->write(timeline->write_context, fd, bytes, length);
}

static char *copy_line(const char *line) {
    return line ? text_copy(text_of(line)) : NULL;
}

/* A terminal shows what is typed; a pipe, from which read_line reads, does not. */
static bool on_read_line(void *context, uint32_t number, TextBuffer *line) {
    Timeline *timeline = context;
    const TimelineConfig *config = &timeline->config;
    if (config->read_line && (config->forget || number == timeline->answers.count)) {
        config->read_line(config->read_context, line);
        if (!config->forget) {
            size_t length = line->length - (line->length && line->bytes[line->length - 1] == '\n');
            char *answer = line->length ? text_copy((Text){line->bytes, length}) : NULL;
            array_push(&timeline->answers, answer);
        }
        return true;
    }
    if (number >= timeline->answers.count) return false;
    const char *answer = timeline->answers.items[number];
    if (!answer) return true;
    text_append_string(line, answer);
    text_append_char(line, '\n');
    if (!config->read_line && !timeline->watch) {
        text_append(&timeline->output, line->bytes, line->length);
    }
    return true;
}

static void on_event(void *context, HeapEvent event, Ref object, uint32_t detail) {
    Timeline *timeline = context;
    const TimelineWatch *watch = timeline->watch;
    if (watch) {
        if (timeline->watch_at > timeline->watch_to) return; /* the run unwinds */
        heap_show_deaths(&timeline->vm.heap);
        watch->event(watch->context, timeline->watch_at, timeline->watch_event++, event, detail);
        return;
    }
    if (timeline->config.forget) return;
    const Heap *heap = &timeline->vm.heap;
    TimelineEvent noted = {.kind = event,
                           .container = object && heap_is_gc(heap, object),
                           .detail = detail & 0xFF,
                           .object = heap_handle(heap, object)};
    array_push(&timeline->events, noted);
}

/* ---- lifecycle ---- */

Timeline *timeline_create(const TimelineConfig *config, Error *error) {
    Timeline *timeline = memory_alloc(sizeof *timeline);
    timeline->config = *config;
    if (!timeline->config.history_budget) timeline->config.history_budget = (uint64_t)1 << 30;
    if (!timeline->config.stop_budget) timeline->config.stop_budget = 2000000;
    if (!timeline->config.output_budget) timeline->config.output_budget = (uint64_t)64 << 20;
    VmConfig machine = {
        .host = {.context = timeline,
                 .line = on_line,
                 .write = on_write,
                 .event = on_event,
                 .read_line = config->read_line || !config->forget ? on_read_line : NULL},
        .memory_budget = config->memory_budget,
        .instruction_budget = config->instruction_budget,
        .argument = config->argument,
        .hashing = !config->forget};
    if (!vm_init(&timeline->vm, &machine, error)) {
        memory_free(timeline);
        return NULL;
    }
    stream_set_mode(&timeline->vm, config->stream);
    array_clear(&timeline->events);
    image_commit(&timeline->vm.heap.image);
    image_begin(&timeline->vm.heap.image);
    return timeline;
}

static void free_stops(Stops *stops) {
    for (size_t i = 0; i < stops->count; i++) memory_free(stops->items[i].block);
    array_deinit(stops);
}

static void free_answers(Answers *answers) {
    for (size_t i = 0; i < answers->count; i++) memory_free(answers->items[i]);
    array_deinit(answers);
}

static void free_future(Future *future) {
    free_stops(&future->stops);
    free_answers(&future->answers);
    text_deinit(&future->question);
}

static void free_edit(Edit *edit) {
    memory_free(edit->text);
    free_answers(&edit->given);
    free_answers(&edit->later);
    free_future(&edit->other);
}

void timeline_destroy(Timeline *timeline) {
    if (!timeline) return;
    for (size_t i = 0; i < timeline->edits.count; i++) free_edit(&timeline->edits.items[i]);
    array_deinit(&timeline->edits);
    free_stops(&timeline->stops);
    array_deinit(&timeline->events);
    array_deinit(&timeline->log);
    for (int level = 0; level < LEAP_LEVELS; level++) delta_span_deinit(&timeline->leaps[level]);
    text_deinit(&timeline->output);
    timeline_give_up(timeline);
    free_answers(&timeline->answers);
    free_answers(&timeline->script_answers);
    text_deinit(&timeline->question);
    vm_deinit(&timeline->vm);
    memory_free(timeline);
}

/* ---- running ---- */

/* The step under way leads to no stop: it never was. */
static void drop_step(Timeline *timeline) {
    vm_rollback(&timeline->vm);
    array_clear(&timeline->events);
    text_clear(&timeline->output);
}

static TimelineOutcome outcome_of(Timeline *timeline, RunResult result, bool waiting) {
    TimelineOutcome outcome = {
        .result = result, .stop = timeline_count(timeline), .waiting = waiting};
    if (result == RUN_HALTED) {
        snprintf(outcome.message, sizeof outcome.message, "%s", timeline->vm.halt_message.message);
    }
    return outcome;
}

/* What was printed in the stops after `from` and since. */
static void printed_since(const Timeline *timeline, uint32_t from, TextBuffer *out) {
    for (uint32_t stop = from + 1; stop <= timeline_count(timeline); stop++) {
        timeline_step_output(timeline, stop, out);
    }
    text_append(out, text_cstr(&timeline->output), timeline->output.length);
}

/* The script has ended, or was ended, in this history. */
static TimelineOutcome end_script(Timeline *timeline, RunResult result) {
    VmHalt halt = timeline->vm.halt;
    bool waiting = halt == VM_WAITING;
    text_clear(&timeline->question);
    if (waiting) printed_since(timeline, timeline_count(timeline), &timeline->question);
    if (result == RUN_HALTED) drop_step(timeline);
    if (result != RUN_HALTED || timeline->stops.count == 0) record_stop(timeline, 0, false);
    timeline->outcome = outcome_of(timeline, result, waiting);
    timeline->outcome.cut = halt == VM_LIMIT || halt == VM_INTERRUPTED;
    return timeline->outcome;
}

/* How far the script has come, before any statement or after the last. */
static void note_script(Timeline *timeline, bool cut) {
    uint32_t count = timeline_count(timeline);
    if (timeline->done == 0) {
        timeline->script = (TimelineScript){.stops = count, .cut = cut};
        return;
    }
    Edit *edit = &timeline->edits.items[timeline->done - 1];
    edit->resumed = count - (edit->at + edit->made);
    edit->cut = cut;
}

TimelineOutcome timeline_run(Timeline *timeline, const char *name, Text source) {
    TimelineOutcome outcome = end_script(timeline, vm_run_script(&timeline->vm, name, source));
    note_script(timeline, outcome.cut);
    return outcome;
}

bool timeline_can_resume(const Timeline *timeline) {
    uint32_t count = timeline_count(timeline);
    if (!count || timeline->position != count) return false;
    const Stop *last = &timeline->stops.items[count - 1];
    return last->edit && last->paused;
}

TimelineOutcome timeline_resume(Timeline *timeline) {
    assert(timeline_can_resume(timeline));
    uint32_t from = timeline->position;
    timeline->output_length = 0;
    TimelineOutcome outcome = end_script(timeline, vm_resume(&timeline->vm));
    note_script(timeline, outcome.cut);
    timeline_seek(timeline, from);
    return outcome;
}

TimelineOutcome timeline_shutdown(Timeline *timeline) {
    timeline_seek(timeline, timeline_count(timeline));
    RunResult result = vm_shutdown(&timeline->vm);
    if (result == RUN_HALTED) {
        drop_step(timeline);
    } else {
        record_stop(timeline, 0, false);
    }
    return outcome_of(timeline, result, false);
}

/* Moves the stops after `keep` into `tail` (which is empty) and back. */
static void cut_stops(Timeline *timeline, uint32_t keep, Stops *tail, uint64_t *tail_bytes) {
    *tail_bytes = 0;
    if (keep < timeline->stops.count) drop_leaps(timeline);
    for (size_t i = keep; i < timeline->stops.count; i++) {
        array_push(tail, timeline->stops.items[i]);
        *tail_bytes += stop_bytes(&timeline->stops.items[i]);
    }
    timeline->stops.count = keep;
    timeline->bytes -= *tail_bytes;
}

static void append_stops(Timeline *timeline, Stops *tail, uint64_t tail_bytes) {
    if (tail->count) drop_leaps(timeline);
    for (size_t i = 0; i < tail->count; i++) array_push(&timeline->stops, tail->items[i]);
    array_deinit(tail);
    timeline->bytes += tail_bytes;
}

/* Moves what comes after a stop into `future` (which is empty) and back. */
static void cut_future(Timeline *timeline, uint32_t stop, Future *future) {
    Answers *answers = &timeline->answers;
    uint32_t read = stop_at(timeline, stop)->answers;
    for (size_t i = read; i < answers->count; i++) array_push(&future->answers, answers->items[i]);
    if (read < answers->count) answers->count = read;
    cut_stops(timeline, stop, &future->stops, &future->bytes);
    future->question = timeline->question;
    future->outcome = timeline->outcome;
    timeline->question = (TextBuffer){0};
    if (stop < timeline->outcome.stop || timeline->outcome.waiting) {
        timeline->outcome = (TimelineOutcome){0};
    }
}

static void append_future(Timeline *timeline, Future *future) {
    append_stops(timeline, &future->stops, future->bytes);
    for (size_t i = 0; i < future->answers.count; i++) {
        array_push(&timeline->answers, future->answers.items[i]);
    }
    array_deinit(&future->answers);
    text_deinit(&timeline->question);
    timeline->question = future->question;
    timeline->outcome = future->outcome;
    *future = (Future){0};
}

/* Exchanges what comes after the edit's place with what it keeps. */
static void exchange_futures(Timeline *timeline, Edit *edit) {
    Future kept = edit->other;
    edit->other = (Future){0};
    cut_future(timeline, edit->at, &edit->other);
    append_future(timeline, &kept);
}

/* What the end of the statement is to the script: the place at which it was interrupted. */
static void record_end_of_edit(Timeline *timeline, uint32_t at) {
    Stop before = *stop_at(timeline, at);
    bool paused =
        before.paused && timeline_at_module_level(timeline) && vm_can_resume(&timeline->vm);
    timeline->depth_below = before.depth - vm_machine(&timeline->vm)->recursion_depth;
    record_stop(timeline, paused ? before.line : 0, paused);
}

static bool is_inside_call(const Timeline *timeline, uint32_t stop) {
    return stop_at(timeline, stop)->frozen || !timeline_at_module_level(timeline);
}

/* The statement halted or did not parse: all is as before. When it waits, it is pending. */
static void take_back(Timeline *timeline, Edit *edit) {
    Pending pending = {.at = edit->at};
    bool waiting = timeline->vm.halt == VM_WAITING;
    if (waiting) printed_since(timeline, edit->at, &pending.question);
    drop_step(timeline);
    timeline->position = (uint32_t)timeline->stops.count;
    timeline_seek(timeline, edit->at);
    Future made = {0};
    cut_future(timeline, edit->at, &made);
    append_future(timeline, &edit->other);
    if (waiting) {
        pending.text = edit->text;
        pending.answers = made.answers;
        made.answers = (Answers){0};
        edit->text = NULL;
        timeline->pending = pending;
    }
    free_future(&made);
    free_edit(edit);
}

/* Executes a statement (taken over) at the shown stop; it is given answers (taken over). */
static TimelineOutcome execute(Timeline *timeline, char *text, Answers *given) {
    Edit edit = {.text = text, .at = timeline->position};
    cut_future(timeline, edit.at, &edit.other);
    for (size_t i = 0; i < given->count; i++) {
        array_push(&edit.given, copy_line(given->items[i]));
        array_push(&timeline->answers, given->items[i]);
    }
    array_deinit(given);
    timeline->editing = true;
    timeline->freezing = is_inside_call(timeline, edit.at);
    timeline->depth_below = stop_at(timeline, edit.at)->depth;
    timeline->output_length = 0;
    RunResult result = vm_run_statement(&timeline->vm, text_of(text));
    if (result == RUN_HALTED || result == RUN_SYNTAX) {
        take_back(timeline, &edit);
    } else {
        record_end_of_edit(timeline, edit.at);
        edit.made = timeline->position - edit.at;
        while (timeline->edits.count > timeline->done) {
            free_edit(&array_pop(&timeline->edits));
        }
        array_push(&timeline->edits, edit);
        timeline->done++;
    }
    timeline->editing = false;
    timeline->depth_below = 0;
    return outcome_of(timeline, result, timeline->pending.text != NULL);
}

TimelineOutcome timeline_execute(Timeline *timeline, Text statement) {
    timeline_give_up(timeline);
    if (timeline_is_collecting(timeline, timeline->position)) {
        TimelineOutcome outcome = {.result = RUN_HALTED, .stop = timeline_count(timeline)};
        snprintf(outcome.message, sizeof outcome.message, "%s",
                 _("a collection is under way at this stop, and would never end: no statement can "
                   "be executed here"));
        return outcome;
    }
    return execute(timeline, text_copy(statement), &(Answers){0});
}

/* ---- input() ---- */

bool timeline_is_waiting(const Timeline *timeline) {
    const TimelineOutcome *outcome = &timeline->outcome;
    return timeline->pending.text ||
           (outcome->waiting && outcome->stop == timeline_count(timeline));
}

void timeline_question(const Timeline *timeline, TextBuffer *out) {
    if (!timeline_is_waiting(timeline)) return;
    const TextBuffer *question =
        timeline->pending.text ? &timeline->pending.question : &timeline->question;
    text_append(out, text_cstr(question), question->length);
}

/* The script goes on from the last stop from which it can. The steps from there to the end are made
 * again, the same as before: only the last of them, which never came to its end, reads something
 * new.
 */
static TimelineOutcome go_on(Timeline *timeline) {
    uint32_t shown = timeline->position, from = timeline_count(timeline);
    timeline_seek(timeline, from);
    while (!vm_can_resume(&timeline->vm)) timeline_seek(timeline, --from);
    Stops again = {0};
    uint64_t bytes;
    cut_stops(timeline, from, &again, &bytes);
    free_stops(&again);
    TimelineOutcome outcome = end_script(timeline, vm_resume(&timeline->vm));
    note_script(timeline, outcome.cut);
    timeline_seek(timeline, shown);
    return outcome;
}

TimelineOutcome timeline_answer(Timeline *timeline, const char *line) {
    assert(timeline_is_waiting(timeline));
    Pending pending = timeline->pending;
    if (!pending.text) {
        uint32_t done = timeline->done;
        array_push(&timeline->answers, copy_line(line));
        array_push(done ? &timeline->edits.items[done - 1].later : &timeline->script_answers,
                   copy_line(line));
        return go_on(timeline);
    }
    timeline->pending = (Pending){0};
    text_deinit(&pending.question);
    array_push(&pending.answers, copy_line(line));
    timeline_seek(timeline, pending.at);
    return execute(timeline, pending.text, &pending.answers);
}

void timeline_give_up(Timeline *timeline) {
    memory_free(timeline->pending.text);
    free_answers(&timeline->pending.answers);
    text_deinit(&timeline->pending.question);
    timeline->pending = (Pending){0};
}

uint32_t timeline_answer_count(const Timeline *timeline) {
    return (uint32_t)timeline->answers.count;
}

const char *timeline_answer_text(const Timeline *timeline, uint32_t answer) {
    assert(answer < timeline->answers.count);
    return timeline->answers.items[answer];
}

uint32_t timeline_answers_read(const Timeline *timeline, uint32_t stop) {
    return stop_at(timeline, stop)->answers;
}

/* ---- edits ---- */

bool timeline_can_undo(const Timeline *timeline) {
    return timeline->done > 0;
}

bool timeline_can_redo(const Timeline *timeline) {
    return timeline->done < timeline->edits.count;
}

bool timeline_undo(Timeline *timeline) {
    timeline_give_up(timeline);
    if (!timeline_can_undo(timeline)) return false;
    Edit *edit = &timeline->edits.items[--timeline->done];
    timeline_seek(timeline, edit->at);
    exchange_futures(timeline, edit);
    return true;
}

bool timeline_redo(Timeline *timeline) {
    timeline_give_up(timeline);
    if (!timeline_can_redo(timeline)) return false;
    Edit *edit = &timeline->edits.items[timeline->done++];
    timeline_seek(timeline, edit->at);
    exchange_futures(timeline, edit);
    timeline_seek(timeline, edit->at + edit->made);
    return true;
}

/* Whether no later edit has cut the stops of this one. */
static bool in_effect(const Timeline *timeline, uint32_t edit) {
    for (uint32_t later = edit + 1; later < timeline->done; later++) {
        if (timeline->edits.items[later].at <= timeline->edits.items[edit].at) return false;
    }
    return true;
}

void timeline_discard(Timeline *timeline) {
    if (!timeline_undo(timeline)) return;
    while (timeline->edits.count > timeline->done) free_edit(&array_pop(&timeline->edits));
}

uint32_t timeline_edit_count(const Timeline *timeline) {
    uint32_t count = 0, least = UINT32_MAX; /* where the later ones cut, furthest back */
    for (uint32_t i = timeline->done; i-- > 0;) {
        uint32_t at = timeline->edits.items[i].at;
        count += at < least;
        if (at < least) least = at;
    }
    return count;
}

const char *timeline_edit_text(const Timeline *timeline, uint32_t edit) {
    for (uint32_t i = 0; i < timeline->done; i++) {
        if (in_effect(timeline, i) && edit-- == 0) return timeline->edits.items[i].text;
    }
    assert(!"no such edit");
    return "";
}

/* ---- the history as it can be made again ---- */

static TimelineLines lines_of(const Answers *answers) {
    return (TimelineLines){(const char *const *)answers->items, (uint32_t)answers->count};
}

TimelineScript timeline_script(const Timeline *timeline) {
    TimelineScript script = timeline->script;
    script.answers = lines_of(&timeline->script_answers);
    return script;
}

uint32_t timeline_record_count(const Timeline *timeline) {
    return (uint32_t)timeline->edits.count;
}

uint32_t timeline_done_count(const Timeline *timeline) {
    return timeline->done;
}

TimelineRecord timeline_record(const Timeline *timeline, uint32_t number) {
    assert(number < timeline->edits.count);
    const Edit *edit = &timeline->edits.items[number];
    return (TimelineRecord){.text = edit->text,
                            .at = edit->at,
                            .made = edit->made,
                            .resumed = edit->resumed,
                            .cut = edit->cut,
                            .answers = lines_of(&edit->given),
                            .later_answers = lines_of(&edit->later),
                            .in_effect = number < timeline->done && in_effect(timeline, number)};
}

void timeline_limit_stops(Timeline *timeline, uint32_t stops) {
    timeline->stop_limit = stops;
}

uint64_t timeline_kept_bytes(const Timeline *timeline) {
    uint64_t bytes = timeline->bytes;
    for (size_t i = 0; i < timeline->edits.count; i++) {
        bytes += timeline->edits.items[i].other.bytes;
    }
    return bytes;
}

/* ---- seeking ---- */

/* The leap of a level that ends at a stop; false when there is none. */
static bool find_leap(const Timeline *timeline, uint32_t stop, int level, const uint8_t **delta,
                      uint32_t *size) {
    const Stop *last = &timeline->stops.items[stop - 1];
    if (!last->leap_bytes) return false;
    const uint8_t *at = leaps_of(last);
    for (int i = 0;; i++) {
        memcpy(size, at, sizeof *size);
        *delta = at + sizeof *size;
        if (i == level) return *size > 0;
        at = *delta + *size;
    }
}

/* Moves the shown stop towards another by the longest leap or step that does not pass it. */
static void move_towards(Timeline *timeline, uint32_t stop) {
    Image *image = &timeline->vm.heap.image;
    uint32_t from = timeline->position;
    bool forward = from < stop;
    uint32_t distance = forward ? stop - from : from - stop;
    for (int level = LEAP_LEVELS; level-- > 0;) {
        uint32_t length = leap_lengths[level], size;
        const uint8_t *delta;
        if (from % length || distance < length) continue;
        if (!find_leap(timeline, forward ? from + length : from, level, &delta, &size)) continue;
        delta_apply(image, delta, size);
        timeline->position = forward ? from + length : from - length;
        return;
    }
    const Stop *step = &timeline->stops.items[forward ? from : from - 1];
    delta_apply(image, log_of(step), step->log_bytes);
    timeline->position = forward ? from + 1 : from - 1;
}

void timeline_seek(Timeline *timeline, uint32_t stop) {
    uint32_t count = timeline_count(timeline);
    if (count == 0) return;
    if (stop < 1) stop = 1;
    if (stop > count) stop = count;
    while (timeline->position != stop) move_towards(timeline, stop);
}

/* ---- running a step again ---- */

/* The statement executed at a stop that led to the one after it; null: none did. */
static const Edit *edit_at(const Timeline *timeline, uint32_t stop) {
    for (uint32_t i = timeline->done; i-- > 0;) {
        const Edit *edit = &timeline->edits.items[i];
        if (edit->at == stop && in_effect(timeline, i)) return edit;
    }
    return NULL;
}

/* Seeks the last stop before `stop` from which what led to it can run again. */
static bool seek_origin(Timeline *timeline, uint32_t stop) {
    for (uint32_t from = stop - 1; from >= 1; from--) {
        timeline_seek(timeline, from);
        if (edit_at(timeline, from) || vm_can_resume(&timeline->vm)) return true;
    }
    return false;
}

bool timeline_rerun(Timeline *timeline, uint32_t stop, const TimelineWatch *watch) {
    assert(!timeline->watch && stop <= timeline_count(timeline));
    Vm *vm = &timeline->vm;
    uint32_t shown = timeline->position;
    bool found = seek_origin(timeline, stop);
    if (found) {
        const Edit *edit = edit_at(timeline, timeline->position);
        timeline->watch = watch;
        timeline->watch_at = timeline->position + 1;
        timeline->watch_to = stop;
        timeline->watch_event = 0;
        if (edit) {
            vm_run_statement(vm, text_of(edit->text));
        } else {
            vm_resume(vm);
        }
        /* The last step of a script or statement ends with it, any other at a line. */
        found = timeline->watch_at >= stop;
        timeline->watch = NULL;
        vm_rollback(vm);
    }
    timeline_seek(timeline, shown);
    return found;
}

bool timeline_is_frozen(const Timeline *timeline, uint32_t stop) {
    return stop_at(timeline, stop)->frozen;
}

bool timeline_is_collecting(const Timeline *timeline, uint32_t stop) {
    return stop_at(timeline, stop)->collecting;
}

uint32_t timeline_position(const Timeline *timeline) {
    return timeline->position;
}

uint32_t timeline_count(const Timeline *timeline) {
    return (uint32_t)timeline->stops.count;
}

uint32_t timeline_line(const Timeline *timeline, uint32_t stop) {
    return stop_at(timeline, stop)->line;
}

uint32_t timeline_script_line(const Timeline *timeline, uint32_t stop) {
    const Stop *at = stop_at(timeline, stop);
    return at->paused ? at->line : 0;
}

const TimelineOutcome *timeline_outcome(const Timeline *timeline) {
    return &timeline->outcome;
}

uint32_t timeline_depth(const Timeline *timeline, uint32_t stop) {
    return stop_at(timeline, stop)->depth;
}

uint32_t timeline_returned_from(const Timeline *timeline, uint32_t stop) {
    uint32_t depth = stop_at(timeline, stop)->depth;
    if (stop == 1 || stop_at(timeline, stop - 1)->depth <= depth) return 0;
    for (uint32_t i = 2; i < stop && i <= TIMELINE_CALL_STEPS; i++) {
        if (stop_at(timeline, stop - i)->depth <= depth) return stop - i;
    }
    return 0;
}

bool timeline_is_edit(const Timeline *timeline, uint32_t stop) {
    return stop_at(timeline, stop)->edit;
}

const char *timeline_statement(const Timeline *timeline, uint32_t stop) {
    for (uint32_t i = timeline->done; i-- > 0;) {
        const Edit *edit = &timeline->edits.items[i];
        bool made = stop > edit->at && stop <= edit->at + edit->made;
        if (made && in_effect(timeline, i)) return edit->text;
    }
    return NULL;
}

bool timeline_at_module_level(const Timeline *timeline) {
    uint32_t depth = 0;
    const Heap *heap = &timeline->vm.heap;
    for (Ref at = vm_machine(&timeline->vm)->frame; at; at = heap_at(heap, Frame, at)->previous) {
        const Frame *frame = heap_at(heap, Frame, at);
        if (frame->owner == FRAME_NATIVE) continue;
        if (++depth > 1) return false;
    }
    return true;
}

const TimelineEvent *timeline_events(const Timeline *timeline, uint32_t stop, uint32_t *count) {
    const Stop *at = stop_at(timeline, stop);
    *count = at->event_count;
    return (const TimelineEvent *)at->block;
}

const uint8_t *timeline_log(const Timeline *timeline, uint32_t stop, uint32_t *bytes) {
    const Stop *at = stop_at(timeline, stop);
    *bytes = at->log_bytes;
    return log_of(at);
}

uint32_t timeline_step_output_bytes(const Timeline *timeline, uint32_t stop) {
    return stop_at(timeline, stop)->output_bytes;
}

void timeline_step_output(const Timeline *timeline, uint32_t stop, TextBuffer *out) {
    const Stop *at = stop_at(timeline, stop);
    text_append(out, (const char *)output_of(at), at->output_bytes);
}

void timeline_output(const Timeline *timeline, TextBuffer *out) {
    for (uint32_t stop = 1; stop <= timeline->position; stop++) {
        timeline_step_output(timeline, stop, out);
    }
}

uint64_t timeline_hash(const Timeline *timeline) {
    return image_hash(&timeline->vm.heap.image);
}

uint64_t timeline_bytes(const Timeline *timeline) {
    return timeline->bytes;
}

const Vm *timeline_vm(const Timeline *timeline) {
    return &timeline->vm;
}

uint32_t timeline_progress(Timeline *timeline) {
    return atomic_load_explicit(&timeline->progress, memory_order_relaxed);
}

void timeline_interrupt(Timeline *timeline) {
    timeline->vm.interrupt = 1;
}

void timeline_set_writer(Timeline *timeline,
                         void (*write)(void *context, int fd, const char *bytes, size_t length),
                         void *context) {
    timeline->write = write;
    timeline->write_context = context;
}
