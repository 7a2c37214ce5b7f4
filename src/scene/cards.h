/* Cards: what scene.c builds and the drawing and hit testing read. Internal to scene/. */
#ifndef LASTREF_SCENE_CARDS_H
#define LASTREF_SCENE_CARDS_H

#include "scene/scene.h"

/* Measures of the look, in canvas pixels. */
#define CARD_HEADER     34.0f /* of a node */
#define CARD_ROW        27.0f
#define CARD_PAD        14.0f /* left and right of text */
#define CARD_MIN_WIDTH  150.0f
#define CARD_MAX_WIDTH  300.0f
#define FRAME_MIN_WIDTH 168.0f
#define FRAME_ROW       29.0f
#define CELL_HEIGHT     40.0f
#define CELL_MIN_WIDTH  44.0f
#define CELL_GAP        4.0f
#define CELLS_MARGIN    10.0f
#define PORT_RADIUS     4.0f
#define BADGE_HEIGHT    22.0f
#define TITLE_SIZE      14.0f
#define ROW_SIZE        13.0f
#define SMALL_SIZE      11.0f
#define LANE_TITLE_SIZE 12.0f

typedef enum CardKind {
    CARD_FRAME,
    CARD_NODE,
    CARD_CHAIN, /* stands for the middle of a long chain; `object` is the first of it */
    CARD_GHOST
} CardKind;

typedef struct Card {
    CardKind kind;
    uint64_t key;
    uint32_t object; /* index into the snapshot's objects (of `before` for a ghost) */
    uint32_t frame;  /* index into the snapshot's frames (of `before` for a ghost) */
    Text title;
    Text note; /* grey, after the title: "was a" */
    ObjectClass class;
    float width, height;
    Rect rect; /* placed */
    uint32_t first_row, row_count;
    bool cells;           /* rows are indexed cells */
    uint32_t hidden_rows; /* behind "+ n more" */
    bool opened;          /* all its rows are wanted, also where it must move for them */
    float most_width;     /* it has no room for more; 0: it has */
    bool squeezed;        /* nor for a line "+ n more": that stands in the header */
    Rect more;            /* within the card; empty when there is none */
    uint32_t death;       /* of a ghost: how many of the others were freed before it */
    bool hidden;          /* a ghost under something alive */
    bool fresh;           /* was not there at the stop before */
    uint32_t badge;       /* refcount */
    uint32_t stub;        /* references not drawn */
    int32_t delta;        /* change of the refcount since the stop before */
    Text cause;           /* of it, in a few words; empty: not known */
    uint32_t causes;      /* how many there are */
    bool shared;
    bool garbage; /* no path from the stack */
    bool dying;
    /* in a collection under way (scene_collector.c) */
    bool listed; /* among the objects that it judges: the rest is set */
    bool chip;   /* gc_refs is shown */
    InsideVerdict verdict;
    uint32_t gc_refs, gc_refs_from; /* counting from one to the other */
    float cell_width;
    uint32_t cells_a_row;
} Card;

typedef struct Arrow {
    uint32_t row;
    uint32_t to; /* card index */
    const Spline *route;
} Arrow;

/* The middle of a long chain; objects by index. */
typedef struct Chain {
    uint32_t first, last;   /* its ends */
    uint32_t before, after; /* their neighbours, which are shown */
    uint32_t oldest;        /* of all: what the card is known by */
    uint32_t begin, count;  /* all of it, in scene->chained */
} Chain;

/* The largest card of a type so far. */
typedef struct TypeSize {
    uint64_t type; /* hash of its name */
    Point size;
} TypeSize;

/* Cards on their way; see scene_glide.c. */
typedef struct GlideFrom {
    uint64_t key;
    Point at;
} GlideFrom;

typedef struct GlideShift {
    Point home;  /* where the card will be */
    Point shift; /* from there to where it began */
} GlideShift;

typedef struct Glide {
    bool active;
    Array(GlideFrom) from; /* by key; for the next scene_set */
    Array(GlideShift) shifts;
    Array(const Spline *) routes; /* as layout made them */
    Array(Spline) bent;           /* as they are on the way */
} Glide;

struct Scene {
    const TextMeasure *measure;
    Layout *layout;
    const Snapshot *now;
    const Snapshot *before;
    const Inside *inside; /* `now` lies inside a step; null: it does not */
    SceneOptions options;
    Arena arena; /* texts of the cards */
    Array(Card) cards;
    Array(SceneRow) rows;
    Array(Arrow) arrows;
    Array(uint32_t) card_of; /* by object index: card index + 1 */
    Array(uint8_t) kept;     /* by object index: not filtered out; see scene_filter.c */
    Array(Handle) only;      /* scene_show_only */
    Array(Chain) chains;
    Array(uint32_t) chained;
    Array(uint32_t) chain_of; /* by object index: the chain that it is folded into + 1 */
    SnapChanges changes;      /* from `before` to `now` */
    Array(uint32_t) change_of_variable, change_of_reference; /* index + 1, 0: none */
    Array(Handle) pulled;                                    /* inline values shown as cards */
    Array(uint64_t) inline_types;                            /* hashes of names */
    Array(Handle) opened;                                    /* containers shown whole */
    bool frozen;                                             /* calls at `now` never go on */
    const NameLog *names;                                    /* null: no names are known */
    uint32_t names_stop;
    Array(Handle) deaths; /* in the order of the frees */
    uint32_t ghosts;      /* of objects */
    Array(TypeSize) types;
    Glide glide;
    Rect bounds;
};

/* Sizes a card and the places of its rows in it, no wider than `most_width`. */
void card_size(const Scene *scene, Card *card);

/* ---- scene_overview.c ---- */

#define OVERVIEW_ZOOM 0.4f /* below it rows are not legible */

/* Cards and arrows as they are drawn below that zoom. */
void overview_draw(const Scene *scene, DrawList *list, const Theme *theme, const SceneFocus *focus,
                   Rect visible, float zoom);

/* ---- scene_glide.c ---- */

/* After the cards were placed: those whose place is another than at scene_glide_begin are on their
 * way; a glide that was under way ends. */
void glide_aim(Scene *scene);
void glide_deinit(Glide *glide);

/* ---- scene_chains.c: long chains are folded ---- */

/* Before the cards are built: which objects stand behind a card of a chain. */
void chains_fold(Scene *scene);
/* Adds the card of the chain that the object is folded into; returns its index. */
uint32_t chain_card(Scene *scene, uint32_t object);

/* Whether the object stands in the rows that hold it. */
bool card_stands_inline(const Scene *scene, uint32_t object);

/* ---- scene_fit.c: room for what grows ---- */

/* The card as layout sees it. */
LayoutBox card_box(Scene *scene, const Card *card);
/* Fits cards that grew into the room that they have where they are. */
void cards_fit(Scene *scene);

/* Badge and stub in canvas coordinates. */
Rect card_badge(const Scene *scene, const Card *card);
Rect card_stub(const Scene *scene, const Card *card);

/* ---- scene_collector.c: the view of the collection under way, if any ---- */

/* Fills the cards' part of it. */
void collector_judge(Scene *scene);
/* The outline and ground of a card as its verdict is; `change` as in SceneFocus. */
void collector_style(const Scene *scene, const Card *card, const Theme *theme, float change,
                     BoxStyle *style);
/* The outer line around a suspected card. */
void collector_ring(const Scene *scene, const Card *card, DrawList *list, const Theme *theme,
                    float change);
void collector_chip(const Scene *scene, const Card *card, DrawList *list, const Theme *theme,
                    float change);
bool collector_suspects(const Card *card);
/* Whether the reference is one of those that subtract takes off. */
bool collector_subtracts(const Scene *scene, const Arrow *arrow);
/* On its way: what it does to gc_refs. */
void collector_arrow(const Arrow *arrow, DrawList *list, const Theme *theme);

/* ---- scene_filter.c: what the person wants to see ---- */

/* Marks the objects that the options leave. */
void filter_objects(Scene *scene);
/* Whether the picture is to show just this object, or this one among others. */
bool filter_is_asked_for(const Scene *scene, Handle object);
/* Whether a name of a frame that refers to the object is shown. */
bool filter_keeps_name(const Scene *scene, uint32_t object);
static inline bool filter_keeps(const Scene *scene, uint32_t object) {
    return scene->kept.items[object];
}

/* ---- scene_words.c: what is drawn, in words ---- */

/* What a card is called in ids: objects by their birth serial, frames by their depth. */
void words_identify(const Scene *scene, const Card *card, char *out, size_t size);
/* Begin the groups of a card, a ghost, a reference and a refcount; draw_group_end ends them. */
void words_begin_card(const Scene *scene, const Card *card, DrawList *list, bool counted);
void words_begin_arrow(const Scene *scene, const Arrow *arrow, DrawList *list);
void words_begin_badge(const Scene *scene, const Card *card, DrawList *list, bool counted);

/* ---- scene_change.c: what the step to this stop changed ---- */

/* Before the cards are built. */
void change_compare(Scene *scene);
/* Once the cards know their deltas. */
void change_tell_causes(Scene *scene);
/* What happened to the row's reference, or null. */
const SnapChange *change_of_row(const Scene *scene, const SceneRow *row);
/* Whether a line of code bound, rebound or unbound it: it is marked as that line is. */
bool change_touches(const Scene *scene, const SceneRow *row);
/* The route of an arrow that is still on its way; false: it is settled. */
bool change_route(const Scene *scene, const Arrow *arrow, float progress, Spline *route);

/* The layout's key of the card that shows the object: its own, or that of its chain. */
uint64_t card_shown_key(const Scene *scene, Handle object);
/* An object's key for the layout. */
static inline uint64_t card_key(Handle object) {
    return (uint64_t)object.serial << 32 | object.ref;
}

#endif
