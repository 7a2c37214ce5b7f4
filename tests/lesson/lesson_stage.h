/* A script that has run, and what a lesson's tests ask of it. */
#ifndef LASTREF_TESTS_LESSON_LESSON_STAGE_H
#define LASTREF_TESTS_LESSON_LESSON_STAGE_H

#include "lesson/anchors.h"
#include "lesson/lesson_check.h"

#include <string.h>

typedef struct LessonStage {
    Timeline *timeline;
    LessonRun run;
    LessonMistakes mistakes;
    Arena arena;
} LessonStage;

/* The source must outlive the stage. */
static inline LessonStage stage_of(const char *source) {
    Error error = {""};
    LessonStage stage = {0};
    TimelineConfig config = lesson_timeline_config();
    config.check = true;
    stage.timeline = timeline_create(&config, &error);
    if (!stage.timeline) fail_msg("%s", error.message);
    TimelineOutcome outcome = timeline_run(stage.timeline, "script.py", text_of(source));
    if (outcome.result == RUN_HALTED) fail_msg("%s", outcome.message);
    if (!lesson_run_build(&stage.run, stage.timeline, text_of(source), &error)) {
        fail_msg("%s", error.message);
    }
    return stage;
}

static inline void stage_leave(LessonStage *stage) {
    lesson_run_deinit(&stage->run);
    timeline_destroy(stage->timeline);
    lesson_mistakes_deinit(&stage->mistakes);
    arena_deinit(&stage->arena);
}

/* An expression of the tests, which must be one. */
static inline Goal stage_goal(LessonStage *stage, const char *text) {
    Goal goal = {0};
    Words words = words_of(text_of(text), 0, strlen(text));
    bool parsed = goal_parse(&words, &stage->arena, &goal, &stage->mistakes);
    if (!parsed || !words_at_end(&words)) {
        fail_msg("%s: %s", text,
                 stage->mistakes.items.count ? stage->mistakes.items.items[0].text : "not all");
    }
    return goal;
}

/* What the expression is at the moment: its value, or "! why". */
static inline void stage_tell_at(LessonStage *stage, const char *text, const Moment *moment,
                                 TextBuffer *out) {
    GoalFault fault;
    GoalValue value;
    Goal goal = stage_goal(stage, text);
    text_clear(out);
    if (goal_value(&goal, moment, (Handle){0}, &stage->arena, &value, &fault)) {
        goal_value_append(&value, moment, out);
    } else {
        text_appendf(out, "! %s", fault.text);
    }
}

static inline void stage_tell(LessonStage *stage, const char *text, LessonStop at,
                              TextBuffer *out) {
    MomentLook look;
    assert_true(moment_open(&look, &stage->run, at));
    stage_tell_at(stage, text, &look.moment, out);
    moment_close(&look);
}

/* The stop of the first time that a line with this text is about to run. */
static inline LessonStop stage_line(LessonStage *stage, const char *text) {
    Anchor anchor = {.kind = ANCHOR_LINE, .text = text_of(text), .pass = 1};
    LessonStop found;
    Error error;
    if (!anchor_find(&stage->run, &anchor, (LessonStop){0}, &found, &error)) {
        fail_msg("%s", error.message);
    }
    return found;
}

#endif
