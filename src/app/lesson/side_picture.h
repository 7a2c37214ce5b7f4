/* One half of a comparison: a moment of a script's run as a picture of its own. It is looked at
 * once and kept, so it stays as it is whatever is done to the history afterwards. */
#ifndef LASTREF_APP_LESSON_SIDE_PICTURE_H
#define LASTREF_APP_LESSON_SIDE_PICTURE_H

#include "lesson/anchors.h"
#include "scene/scene.h"

typedef enum SideState {
    SIDE_NONE,
    SIDE_RUNNING, /* its script has not ended yet */
    SIDE_SHOWN,
    SIDE_WRONG /* it cannot be shown: `wrong` */
} SideState;

/* What is told of the object in focus, from the snapshot. */
typedef struct SideFacts {
    uint32_t refcount;
    bool shared;
    uint32_t size;  /* sys.getsizeof, bytes */
    uint32_t leads; /* other objects that its references lead to */
    bool more;      /* at least so many: not all references are known */
} SideFacts;

/* Zeroed: none. Not to be moved: its scene borrows from it. */
typedef struct SidePicture {
    SideState state;
    const CompareSide *side; /* borrowed */
    const LessonRun *run;    /* borrowed; SIDE_SHOWN */
    LessonStop stop;
    TextBuffer words, code; /* which moment it is; the line's code, or empty */
    TextBuffer wrong;

    SnapshotDetail detail; /* of the snapshots */
    Snapshot now, before;
    bool has_before;
    Inside inside; /* without its snapshot, which is `now` */
    Handle focus;  /* null: none */
    SideFacts facts;

    Scene *scene; /* null: not placed yet */
    SceneView view;
    bool moved; /* by the person: it is not fitted to its place */
} SidePicture;

/* Looks at the moment that the side names. `run` is of its script; its history must be as it was
 * recorded, and is so afterwards. SIDE_SHOWN, or SIDE_WRONG with a message for people. `lesson` is
 * the lesson's text and `name` its file, for where mistakes are. */
void side_picture_look(SidePicture *picture, const LessonRun *run, SnapshotDetail detail,
                       Text lesson, const char *name);
/* Makes the scene, with what `show` says; `first`, of the same run, has its places before, so that
 * what both show stands at the same place. Null: none. */
void side_picture_place(SidePicture *picture, const SidePicture *first, const TextMeasure *measure,
                        SceneOptions options, const LessonShow *show);
/* Whether it shows only a part of what there is. */
bool side_picture_is_part(const SidePicture *picture, const LessonShow *show);
/* Forgets the moment, and stays what `side` says. */
void side_picture_clear(SidePicture *picture);

#endif
