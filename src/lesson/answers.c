#include "lesson/answers.h"

#include "base/translate.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The two moments of a prediction. */
typedef struct Reveal {
    Revelation *right;
    const Moment *asked, *revealed;
    GoalFault *fault;
} Reveal;

static bool fail(Reveal *self, size_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool fail(Reveal *self, size_t offset, const char *format, ...) {
    va_list args;
    if (!self->fault) return false;
    self->fault->offset = offset;
    va_start(args, format);
    vsnprintf(self->fault->text, sizeof self->fault->text, format, args);
    va_end(args);
    return false;
}

static bool value_of(Reveal *self, const Goal *goal, GoalValue *out) {
    return goal_value(goal, self->revealed, (Handle){0}, &self->right->arena, out, self->fault);
}

static void tell(Reveal *self, const GoalValue *value) {
    TextBuffer text = {0};
    goal_value_append(value, self->revealed, &text);
    self->right->told =
        (Text){arena_copy(&self->right->arena, text_cstr(&text), text.length), text.length};
    text_deinit(&text);
}

/* ---- kinds ---- */

static bool reveal_number(Reveal *self) {
    const Goal *answer = &self->right->prediction->answer;
    GoalValue value;
    if (!value_of(self, answer, &value)) return false;
    if (!goal_value_number(&value, self->revealed, &self->right->number)) {
        return fail(self, answer->offset, _("`%.*s` is no number at the reveal"),
                    (int)answer->source.length, answer->source.bytes);
    }
    tell(self, &value);
    return true;
}

static bool reveal_choice(Reveal *self) {
    Revelation *right = self->right;
    const Prediction *prediction = right->prediction;
    GoalValue answer, value;
    uint32_t fitting = 0;
    if (!value_of(self, &prediction->answer, &answer)) return false;
    for (uint32_t i = 0; i < prediction->option_count; i++) {
        const PredictOption *option = &prediction->options[i];
        if (!value_of(self, &option->value, &value)) return false;
        if (!goal_value_equal(&answer, &value, self->revealed, &right->arena)) continue;
        if (fitting++) {
            return fail(self, option->offset, _("this option is right, too: one of them must be"));
        }
        right->option = i;
        right->told = option->text;
    }
    if (fitting) return true;
    tell(self, &answer);
    return fail(self, prediction->offset, _("no option is right: the answer is %.*s"),
                right->told.length < 60 ? (int)right->told.length : 60, right->told.bytes);
}

/* An object named outright. */
static bool reveal_object(Reveal *self) {
    const Goal *answer = &self->right->prediction->answer;
    const Snapshot *asked = self->asked->now;
    GoalValue value;
    if (!value_of(self, answer, &value)) return false;
    for (size_t i = 0; i < asked->objects.count; i++) {
        if (asked->objects.items[i].handle.serial != value.object.serial || value.none) continue;
        array_push(&self->right->objects, asked->objects.items[i].handle);
        Text repr = asked->objects.items[i].repr;
        self->right->told =
            (Text){arena_copy(&self->right->arena, repr.bytes, repr.length), repr.length};
        return true;
    }
    return fail(self, answer->offset, _("the right object is not in the beat's picture"));
}

/* Objects by a condition on `it`. */
static bool reveal_matching(Reveal *self) {
    enum { PICKED_FROM_MAX = 2000 };
    Revelation *right = self->right;
    const Goal *answer = &right->prediction->answer;
    const Snapshot *asked = self->asked->now;
    if (asked->objects.count > PICKED_FROM_MAX) {
        return fail(self, answer->offset, _("there are %zu objects to pick from, more than %d"),
                    asked->objects.count, PICKED_FROM_MAX);
    }
    bool tried = false, told = false; /* of some object it can be told */
    for (size_t i = 0; i < asked->objects.count; i++) {
        const SnapObject *object = &asked->objects.items[i];
        GoalValue value;
        /* of what it cannot be told is no answer */
        bool known = !object->shared && goal_value(answer, self->revealed, object->handle,
                                                   &right->arena, &value, self->fault);
        tried = tried || !object->shared;
        told = told || known;
        if (!known || !value.truth) continue;
        if (right->objects.count == ANSWER_OBJECTS_MAX) break;
        if (!right->objects.count) {
            Text repr = object->repr;
            right->told = (Text){arena_copy(&right->arena, repr.bytes, repr.length), repr.length};
        }
        array_push(&right->objects, object->handle);
    }
    if (!moment_spend(self->revealed, 1)) {
        return fail(self, answer->offset, _("this takes too long to compute"));
    }
    if (right->objects.count) return true;
    if (!told && tried) return false; /* with the last fault */
    return fail(self, answer->offset, _("for no object of the beat's picture does this hold"));
}

static bool reveal_reference(Reveal *self) {
    Revelation *right = self->right;
    const Prediction *prediction = right->prediction;
    const Goal *place = &prediction->answer, *target = &prediction->target;
    GoalValue value, wanted;
    bool leads = goal_find(place, self->revealed, &value);
    right->told = text_of(_("nothing"));
    if (leads) {
        array_push(&right->objects, value.object);
        tell(self, &value);
    }
    if (!target->root) return true;
    if (!value_of(self, target, &wanted)) return false;
    if (leads && goal_value_equal(&value, &wanted, self->revealed, &right->arena)) return true;
    return fail(self, target->offset, _("`%.*s` does not lead there at the reveal, but to %.*s"),
                (int)place->source.length, place->source.bytes,
                right->told.length < 60 ? (int)right->told.length : 60, right->told.bytes);
}

static bool reveal(Reveal *self) {
    const Prediction *prediction = self->right->prediction;
    switch (prediction->kind) {
    case PREDICT_NUMBER: return reveal_number(self);
    case PREDICT_CHOICE: return reveal_choice(self);
    case PREDICT_PICK:
        return prediction->answer.uses_it ? reveal_matching(self) : reveal_object(self);
    case PREDICT_REFERENCE: return reveal_reference(self);
    }
    return false;
}

static void reveal_wrongs(Reveal *self) {
    Revelation *right = self->right;
    for (uint32_t i = 0; i < right->prediction->wrong_count; i++) {
        const PredictWrong *wrong = &right->prediction->wrongs[i];
        GoalValue value;
        bool known = wrong->value.root && goal_value(&wrong->value, self->revealed, (Handle){0},
                                                     &right->arena, &value, NULL);
        if (known && right->prediction->kind == PREDICT_NUMBER) {
            known = goal_value_number(&value, self->revealed, &right->wrongs[i].number);
        } else if (known) {
            right->wrongs[i].object = value.object;
            right->wrongs[i].none = value.none;
        }
        right->wrongs[i].known = known;
    }
}

bool answer_reveal(Revelation *right, const LessonRun *run, const Prediction *prediction,
                   LessonStop at, LessonStop revealed, GoalFault *fault) {
    MomentLook asked, look;
    *right = (Revelation){.prediction = prediction};
    Reveal self = {.right = right, .fault = fault};
    bool known = false;
    if (!moment_open(&asked, run, at)) {
        return fail(&self, prediction->offset, _("the beat's moment cannot be looked at"));
    }
    if (moment_open(&look, run, revealed)) {
        look.moment.since = at.stop - at.inside;
        look.moment.before = &asked.moment;
        self.asked = &asked.moment;
        self.revealed = &look.moment;
        known = reveal(&self);
        if (known) reveal_wrongs(&self);
        moment_close(&look);
    } else {
        fail(&self, prediction->reveal.offset, _("the moment of the reveal cannot be looked at"));
    }
    moment_close(&asked);
    return known;
}

void answer_deinit(Revelation *right) {
    arena_deinit(&right->arena);
    array_deinit(&right->objects);
    *right = (Revelation){0};
}

/* ---- judging ---- */

static bool is_right(const Revelation *right, const Answer *answer) {
    switch (right->prediction->kind) {
    case PREDICT_NUMBER:
        return answer->kind == ANSWER_NUMBER &&
               goal_number_is_answer(right->number, answer->number);
    case PREDICT_CHOICE: return answer->kind == ANSWER_OPTION && answer->option == right->option;
    case PREDICT_PICK:
    case PREDICT_REFERENCE: break;
    }
    if (answer->kind != ANSWER_OBJECT) return false;
    if (!right->objects.count) return !answer->object.serial; /* nothing, and nothing was drawn */
    for (size_t i = 0; i < right->objects.count; i++) {
        if (right->objects.items[i].serial == answer->object.serial) return true;
    }
    return false;
}

static bool is_this_wrong(const Revelation *right, uint32_t i, const Answer *answer) {
    if (!right->wrongs[i].known) return false;
    if (answer->kind == ANSWER_NUMBER) {
        return goal_number_is_answer(right->wrongs[i].number, answer->number);
    }
    return answer->kind == ANSWER_OBJECT && !right->wrongs[i].none &&
           right->wrongs[i].object.serial == answer->object.serial;
}

static const Narration *said(const Narration *narration) {
    return narration->paragraph_count ? narration : NULL;
}

static const Narration *feedback_to(const Revelation *right, const Answer *answer) {
    const Prediction *prediction = right->prediction;
    const Narration *others = NULL;
    if (prediction->kind == PREDICT_CHOICE) {
        bool there = answer->kind == ANSWER_OPTION && answer->option < prediction->option_count;
        return there ? said(&prediction->options[answer->option].because) : NULL;
    }
    for (uint32_t i = 0; i < prediction->wrong_count; i++) {
        const PredictWrong *wrong = &prediction->wrongs[i];
        if (!wrong->value.root)
            others = said(&wrong->because);
        else if (is_this_wrong(right, i, answer))
            return said(&wrong->because);
    }
    return others;
}

Verdict answer_judge(const Revelation *right, const Answer *answer) {
    const Prediction *prediction = right->prediction;
    const Narration *why = said(&prediction->right);
    if (answer->kind == ANSWER_UNSURE) {
        const Narration *unsure = said(&prediction->unsure);
        return (Verdict){ANSWERED_UNSURE, unsure ? unsure : why, unsure ? why : NULL};
    }
    if (is_right(right, answer)) return (Verdict){ANSWERED_RIGHT, why, NULL};
    const Narration *feedback = feedback_to(right, answer);
    return (Verdict){ANSWERED_WRONG, feedback ? feedback : why, feedback ? why : NULL};
}
