#include "lesson/lesson_check.h"

#include "base/translate.h"
#include "lesson/anchors.h"
#include "lesson/answers.h"
#include "lesson/lesson_names.h"
#include "lesson/solution.h"

#include <string.h>

#define CHECK_WORK ((uint64_t)1000000000) /* of one lesson: some seconds; see Moment */

enum {
    INSTRUCTION_WORK = 20,
    STOP_WORK = 200 /* of walking over a stop */
};

typedef struct Check {
    const LessonCheck *config;
    const LessonFile *lesson;
    const LessonRun *run;
    LessonStops stops;
    LessonMistakes *mistakes;
    uint64_t work; /* that is left */
} Check;

#define mistake(check, offset, ...)                                                                \
    lesson_mistake((check)->mistakes, (check)->lesson->text, (offset), __VA_ARGS__)

static void spend(Check *check, uint64_t amount) {
    check->work = check->work > amount ? check->work - amount : 0;
}

/* Instructions that were executed since there were so many; a halted statement's are not in the
 * image any more. */
static void spend_instructions(Check *check, const Timeline *timeline, uint64_t before,
                               bool halted) {
    uint64_t now = vm_machine(timeline_vm(timeline))->instructions;
    uint64_t executed = halted ? LESSON_INSTRUCTIONS_MAX : now > before ? now - before : 0;
    spend(check, executed * INSTRUCTION_WORK);
    spend(check, (uint64_t)timeline_count(timeline) * STOP_WORK);
}

/* ---- scripts ---- */

/* Lines as one, for a mistake or a note. */
static void join_lines(Text lines, TextBuffer *out) {
    for (Text line; text_next_line(&lines, &line);) {
        while (line.length && line.bytes[0] == ' ') line = (Text){line.bytes + 1, line.length - 1};
        if (out->length && line.length) text_append_string(out, "; ");
        text_append(out, line.bytes, line.length);
    }
}

/* What python3 prints for the script must be what the model prints. */
static void ask_python(Check *check, const LessonScript *script, size_t offset) {
    const LessonCheck *config = check->config;
    const char *path = text_cstr(&script->path);
    TextBuffer lines = {0}, told = {0};
    if (!config->python) return;
    Text source = text_view(&script->source);
    LessonAgreement answer = config->python(config->context, path, source, &lines);
    join_lines(text_view(&lines), &told);
    if (answer == LESSON_DIFFERS) {
        mistake(check, offset, _("the script %s differs from python3: %s"), path, text_cstr(&told));
    } else if (answer == LESSON_NOT_ASKED && config->notes) {
        text_appendf(config->notes, _("%s was not compared with python3: %s"), path,
                     text_cstr(&told));
        text_append_char(config->notes, '\n');
    }
    text_deinit(&lines);
    text_deinit(&told);
}

/* Runs the script of that path. False with a mistake at the offset. */
static bool open_script(LessonScript *script, const char *path, Check *check, size_t offset) {
    const LessonCheck *config = check->config;
    Error error;
    if (!lesson_script_read(script, path, config->read_file, config->context, config->check_heap,
                            &error)) {
        mistake(check, offset, _("the script: %s"), error.message);
        return false;
    }
    if (lesson_script_run(script, &error)) {
        ask_python(check, script, offset);
        return true;
    }
    mistake(check, offset, _("the script %s"), error.message);
    return false;
}

/* ---- predictions ---- */

static bool is_said(const Narration *narration) {
    return narration->paragraph_count > 0;
}

/* The words that stand with an answer, at the reveal. */
static void check_feedback(Check *check, const Prediction *prediction, const Moment *moment) {
    Text file = check->lesson->text;
    narration_check(&prediction->right, file, moment, check->mistakes);
    narration_check(&prediction->unsure, file, moment, check->mistakes);
    for (uint32_t i = 0; i < prediction->option_count; i++) {
        narration_check(&prediction->options[i].because, file, moment, check->mistakes);
    }
    for (uint32_t i = 0; i < prediction->wrong_count; i++) {
        narration_check(&prediction->wrongs[i].because, file, moment, check->mistakes);
    }
}

/* A wrong answer's value must be known, and wrong. */
static void check_wrongs(Check *check, const Revelation *right) {
    const Prediction *prediction = right->prediction;
    for (uint32_t i = 0; i < prediction->wrong_count; i++) {
        const PredictWrong *wrong = &prediction->wrongs[i];
        if (!wrong->value.root) continue;
        if (!right->wrongs[i].known) {
            mistake(check, wrong->value.offset, _("`%.*s` has no value at the reveal"),
                    (int)wrong->value.source.length, wrong->value.source.bytes);
            continue;
        }
        Answer answer = {.kind = ANSWER_OBJECT, .object = right->wrongs[i].object};
        if (prediction->kind == PREDICT_NUMBER) {
            answer = (Answer){.kind = ANSWER_NUMBER, .number = right->wrongs[i].number.value};
        }
        if (answer_judge(right, &answer).outcome != ANSWERED_RIGHT) continue;
        mistake(check, wrong->offset, _("this answer is right at the reveal, not wrong"));
    }
    for (uint32_t i = 0; i < prediction->option_count; i++) {
        const PredictOption *option = &prediction->options[i];
        if (i == right->option || is_said(&option->because)) continue;
        mistake(check, option->offset, _("this option is wrong, and has no `because`"));
    }
}

static void check_prediction(Check *check, const Prediction *prediction, const Moment *asked,
                             LessonStop reveal) {
    Revelation right;
    GoalFault fault;
    MomentLook look;
    const LessonRun *run = check->run;
    if (answer_reveal(&right, run, prediction, asked->stop, reveal, &fault)) {
        check_wrongs(check, &right);
    } else {
        mistake(check, fault.offset, "%s", fault.text);
    }
    answer_deinit(&right);
    if (!moment_open(&look, run, reveal)) return;
    look.moment.before = asked;
    check_feedback(check, prediction, &look.moment);
    moment_close(&look);
}

/* ---- tasks ---- */

/* Where a place in the solution is in the file. Lines of the solution lie in the file one below the
 * other, `solution_indent` further to the right. */
static size_t solution_place(const LessonTask *task, Text file, int line, int column) {
    size_t at = task->solution_offset;
    for (int i = 1; i < line && at < file.length; i++) {
        while (at < file.length && file.bytes[at] != '\n') at++;
        at++;
        for (uint32_t j = 0; j < task->solution_indent && at < file.length; j++) {
            if (file.bytes[at] != ' ') break;
            at++;
        }
    }
    for (int i = 1; i < column && at < file.length && file.bytes[at] != '\n'; i++) at++;
    return at;
}

static bool fail_statement(const LessonTask *task, Timeline *timeline, Text file, int line,
                           const TimelineOutcome *outcome, LessonMistakes *mistakes) {
    size_t place = solution_place(task, file, line, 1);
    if (outcome->result == RUN_HALTED) {
        timeline_give_up(timeline);
        lesson_mistake(mistakes, file, place, _("the solution cannot be played: %s"),
                       outcome->message);
        return false;
    }
    TextBuffer output = {0};
    timeline_output(timeline, &output);
    Text last = text_last_line(text_view(&output));
    lesson_mistake(mistakes, file, place, _("the solution fails: %.*s"),
                   last.length < 200 ? (int)last.length : 200, last.bytes);
    text_deinit(&output);
    return false;
}

bool lesson_play_solution(const LessonTask *task, Timeline *timeline, Text file, uint32_t *executed,
                          LessonMistakes *mistakes) {
    Solution solution;
    Error error;
    *executed = 0;
    bool fine = solution_read(&solution, task->solution, &error);
    if (!fine) {
        size_t place = solution_place(task, file, solution.wrong_line, solution.wrong_column);
        lesson_mistake(mistakes, file, place, _("the solution: %s"), error.message);
    }
    for (size_t i = 0; i < solution.statements.count && fine; i++) {
        const SolutionStatement *statement = &solution.statements.items[i];
        uint32_t before = timeline_edit_count(timeline);
        TimelineOutcome outcome = timeline_execute(timeline, statement->text);
        *executed += timeline_edit_count(timeline) > before;
        fine = outcome.result == RUN_OK ||
               fail_statement(task, timeline, file, statement->line, &outcome, mistakes);
    }
    solution_deinit(&solution);
    return fine;
}

/* The solution has been played: does the goal hold? */
static void check_goal(Check *check, const LessonTask *task, const Moment *begun) {
    Timeline *timeline = check->run->timeline;
    NameLog names = {0};
    MomentLook look;
    Arena arena = {0};
    GoalValue value;
    GoalFault fault;
    name_log_build(&names, timeline);
    if (moment_open_now(&look, check->run, &names)) {
        look.moment.before = begun;
        if (!goal_value(&task->goal, &look.moment, (Handle){0}, &arena, &value, &fault)) {
            mistake(check, fault.offset, _("the solution does not reach the goal: %s"), fault.text);
        } else if (!value.truth) {
            mistake(check, task->goal.offset, _("the solution does not reach the goal"));
        } else {
            narration_check(&task->done, check->lesson->text, &look.moment, check->mistakes);
        }
        moment_close(&look);
    }
    arena_deinit(&arena);
    name_log_deinit(&names);
}

static void check_task(Check *check, const LessonTask *task, const Moment *moment) {
    Timeline *timeline = check->run->timeline;
    uint32_t executed, stop = moment->stop.stop;
    if (moment->stop.inside || timeline_is_collecting(timeline, stop)) {
        mistake(check, task->offset, _("a task cannot begin within a step or a collection"));
        return;
    }
    Moment begun = *moment;
    begun.before = moment;
    if (goal_holds(&task->goal, &begun)) {
        mistake(check, task->goal.offset, _("this goal holds already when the task begins"));
        return;
    }
    if (!task->solution.length) return; /* told by the file */
    timeline_seek(timeline, stop);
    uint64_t before = vm_machine(timeline_vm(timeline))->instructions;
    bool played =
        lesson_play_solution(task, timeline, check->lesson->text, &executed, check->mistakes);
    spend_instructions(check, timeline, before, !played);
    if (played) check_goal(check, task, moment);
    while (executed--) timeline_discard(timeline);
    timeline_seek(timeline, stop);
}

/* ---- comparisons ---- */

static void check_focus(Check *check, const Goal *goal, const Moment *moment) {
    Arena arena = {0};
    GoalValue value;
    GoalFault fault;
    if (!goal->root) return;
    if (!goal_value(goal, moment, (Handle){0}, &arena, &value, &fault)) {
        mistake(check, fault.offset, "%s", fault.text);
    } else if (value.index == SNAPSHOT_NONE) {
        mistake(check, goal->offset, _("this object is not in the picture at this moment"));
    }
    arena_deinit(&arena);
}

static void check_side(Check *check, const CompareSide *side) {
    LessonScript other = {0};
    TextBuffer path = {0};
    const LessonRun *run = check->run;
    LessonStop at;
    MomentLook look;
    Error error;
    if (side->script.length) {
        lesson_file_beside(check->config->path, side->script, &path);
        run = open_script(&other, text_cstr(&path), check, side->offset) ? &other.run : NULL;
        if (other.timeline) spend_instructions(check, other.timeline, 0, !run);
        other.run.work = &check->work;
    }
    if (!run) {
        /* told */
    } else if (!anchor_find(run, &side->at, (LessonStop){0}, &at, &error)) {
        mistake(check, side->at.offset, "%s", error.message);
    } else if (moment_open(&look, run, at)) {
        check_focus(check, &side->focus, &look.moment);
        for (uint32_t i = 0; i < side->only_count; i++) {
            check_focus(check, &side->only[i], &look.moment);
        }
        moment_close(&look);
    }
    lesson_script_close(&other);
    text_deinit(&path);
}

/* ---- beats ---- */

static void check_beat(Check *check, uint32_t i) {
    const LessonBeat *beat = &check->lesson->beats[i];
    const LessonRun *run = check->run;
    Text file = check->lesson->text;
    MomentLook look;
    if (!moment_open(&look, run, check->stops.at[i])) {
        mistake(check, beat->at.offset, _("this moment cannot be looked at"));
        return;
    }
    const Moment *moment = &look.moment;
    narration_check(&beat->say, file, moment, check->mistakes);
    narration_check(&beat->note, file, moment, check->mistakes);
    for (uint32_t j = 0; j < beat->show.focus_count; j++) {
        check_focus(check, &beat->show.focus[j], moment);
    }
    for (uint32_t j = 0; j < beat->show.bytes_count; j++) {
        check_focus(check, &beat->show.bytes[j], moment);
    }
    check_focus(check, &beat->show.only_from, moment);
    if (beat->predict) narration_check(&beat->predict->ask, file, moment, check->mistakes);
    if (beat->predict && check->stops.reveal[i].stop) {
        check_prediction(check, beat->predict, moment, check->stops.reveal[i]);
    }
    for (uint32_t j = 0; beat->task && j < beat->task->hint_count; j++) {
        narration_check(&beat->task->hints[j], file, moment, check->mistakes);
    }
    if (beat->task) {
        narration_check(&beat->task->ask, file, moment, check->mistakes);
        check_task(check, beat->task, moment);
    }
    for (int side = 0; beat->compare && side < 2; side++) {
        check_side(check, &beat->compare->sides[side]);
    }
    moment_close(&look);
}

void lesson_check_beats(const LessonCheck *config, const LessonFile *lesson, const LessonRun *run,
                        LessonMistakes *mistakes) {
    LessonRun bounded = *run;
    Check check = {.config = config,
                   .lesson = lesson,
                   .run = &bounded,
                   .mistakes = mistakes,
                   .work = CHECK_WORK};
    uint32_t position = timeline_position(run->timeline);
    bounded.work = &check.work;
    anchors_find_all(&bounded, lesson, &check.stops, mistakes);
    for (uint32_t i = 0; i < check.stops.count; i++) {
        if (!check.work) {
            lesson_mistake(
                mistakes, lesson->text, lesson->beats[i].offset,
                _("checking takes too long: this beat and those below were not checked"));
            break;
        }
        if (check.stops.at[i].stop) check_beat(&check, i);
    }
    lesson_names_check(lesson, run, mistakes);
    anchors_deinit(&check.stops);
    timeline_seek(run->timeline, position);
}

bool lesson_check(const LessonCheck *config, Text text, LessonMistakes *mistakes) {
    LessonFile lesson;
    LessonScript script = {0};
    TextBuffer path = {0};
    lesson_file_read(&lesson, text, mistakes);
    Check check = {.config = config, .lesson = &lesson, .mistakes = mistakes};
    lesson_file_script_path(&lesson, config->path, &path);
    if (lesson.beat_count && open_script(&script, text_cstr(&path), &check, 0)) {
        lesson_check_beats(config, &lesson, &script.run, mistakes);
    }
    lesson_script_close(&script);
    text_deinit(&path);
    lesson_file_deinit(&lesson);
    lesson_mistakes_sort(mistakes);
    return mistakes->items.count == 0;
}
