/* The right answer of a prediction, computed by the model, and what is said to a person's answer.
 *
 *     Revelation right;
 *     if (answer_reveal(&right, run, prediction, at, reveal, &fault))
 *         verdict = answer_judge(&right, &answer);
 *     answer_deinit(&right); */
#ifndef LASTREF_LESSON_ANSWERS_H
#define LASTREF_LESSON_ANSWERS_H

#include "lesson/lesson_file.h"

enum { ANSWER_OBJECTS_MAX = 1000 /* that are right, of a pick */ };

typedef enum AnswerKind { ANSWER_UNSURE, ANSWER_NUMBER, ANSWER_OPTION, ANSWER_OBJECT } AnswerKind;

/* What a person has submitted. */
typedef struct Answer {
    AnswerKind kind;
    double number;
    uint32_t option;
    Handle object; /* picked, or the drawn reference's target; null: nothing, as after `del` */
} Answer;

/* A right answer. */
typedef struct Revelation {
    const Prediction *prediction; /* borrowed */
    Arena arena;
    GoalNumber number;     /* PREDICT_NUMBER */
    uint32_t option;       /* PREDICT_CHOICE */
    Array(Handle) objects; /* PREDICT_PICK: each is right; PREDICT_REFERENCE: the target, or none */
    Text told;             /* for people: `3`, the option's text, `[1, 2]` */
    struct {
        bool known; /* it has a value at the reveal */
        GoalNumber number;
        Handle object;
        bool none;               /* it is None, whatever `object` says */
    } wrongs[LESSON_WRONGS_MAX]; /* values of the rows `wrong EXPR` */
} Revelation;

/* Computes it. `at` is the beat's moment, `reveal` that of the reveal. False with a fault: no
 * value, no option that fits or several, nothing to pick. Call answer_deinit in any case. */
bool answer_reveal(Revelation *right, const LessonRun *run, const Prediction *prediction,
                   LessonStop at, LessonStop reveal, GoalFault *fault);
void answer_deinit(Revelation *right);

typedef enum AnswerOutcome { ANSWERED_RIGHT, ANSWERED_WRONG, ANSWERED_UNSURE } AnswerOutcome;

typedef struct Verdict {
    AnswerOutcome outcome;
    const Narration *feedback; /* to this answer; null: nothing is said */
    const Narration *why; /* the row `right`, shown below it; null: none, or it is the feedback */
} Verdict;

/* An answer of another kind than the prediction asks for is wrong. */
Verdict answer_judge(const Revelation *right, const Answer *answer);

#endif
