/* What is drawn, in words: ids, classes and titles of groups, for files and those who listen to
 * them. And which marks of the picture's language there are. */
#include "scene/cards.h"

#include "base/translate.h"

#include <stdio.h>

typedef struct Words {
    char id[96], class[32], title[400];
} Words;

static void begin(const Words *words, DrawList *list) {
    draw_group_begin(list, words->id, words->class, words->title);
}

/* Of a part that stays whole characters. */
static int length_of(Text text) {
    return (int)text_cut(text, 60).length;
}

static Text name_of(const Scene *scene, uint32_t object) {
    const Snapshot *now = scene->now;
    for (size_t i = 0; i < now->variables.count; i++) {
        if (now->variables.items[i].object == object) return now->variables.items[i].name;
    }
    return (Text){"", 0};
}

/* "list crew", "Node (was ada)", "frame visit". */
static void call_card(const Scene *scene, const Card *card, char *out, size_t size) {
    if (card->kind == CARD_FRAME || (card->kind == CARD_GHOST && card->frame != SNAPSHOT_NONE)) {
        snprintf(out, size, _("frame %.*s"), length_of(card->title), card->title.bytes);
        return;
    }
    Text name = card->kind == CARD_NODE ? name_of(scene, card->object) : (Text){"", 0};
    bool code = card->class == OBJECT_CLASS || card->class == OBJECT_FUNCTION;
    bool named = name.length && !code, noted = !named && card->note.length;
    Text second = named ? name : card->note;
    snprintf(out, size, "%.*s%s%.*s%s", length_of(card->title), card->title.bytes,
             named   ? " "
             : noted ? " ("
                     : "",
             length_of(second), second.bytes, noted ? ")" : "");
}

void words_identify(const Scene *scene, const Card *card, char *out, size_t size) {
    const Snapshot *now = card->kind == CARD_GHOST ? scene->before : scene->now;
    const char *kind = card->kind == CARD_CHAIN   ? "chain"
                       : card->kind == CARD_GHOST ? "freed"
                                                  : "object";
    if (card->kind == CARD_GHOST && card->frame != SNAPSHOT_NONE) {
        snprintf(out, size, "ended-%u", card->frame);
    } else if (card->kind == CARD_FRAME) {
        snprintf(out, size, "frame-%u", card->frame);
    } else {
        snprintf(out, size, "%s-%u", kind, now->objects.items[card->object].handle.serial);
    }
}

void words_begin_card(const Scene *scene, const Card *card, DrawList *list, bool counted) {
    Words words;
    char called[160];
    const char *class = card->kind == CARD_FRAME   ? "frame"
                        : card->kind == CARD_GHOST ? "ghost"
                                                   : "object";
    words_identify(scene, card, words.id, sizeof words.id);
    call_card(scene, card, called, sizeof called);
    snprintf(words.class, sizeof words.class, "%s", class);
    counted = counted && scene->options.level != SCENE_BASIC;
    if (card->kind == CARD_GHOST) {
        const char *gone = card->frame != SNAPSHOT_NONE ? _("%s, ended") : _("%s, freed");
        snprintf(words.title, sizeof words.title, gone, called);
    } else if (card->kind == CARD_FRAME) {
        bool running = scene->now->frames.items[card->frame].running;
        snprintf(words.title, sizeof words.title, running ? _("%s, running") : "%s", called);
    } else if (card->kind == CARD_NODE && card->shared) {
        snprintf(words.title, sizeof words.title, _("%s, shared by the interpreter"), called);
    } else if (card->kind == CARD_NODE && counted) {
        snprintf(words.title, sizeof words.title, _("%s, refcount %u"), called, card->badge);
    } else {
        snprintf(words.title, sizeof words.title, "%s", called);
    }
    begin(&words, list);
}

void words_begin_arrow(const Scene *scene, const Arrow *arrow, DrawList *list) {
    Words words;
    const SceneRow *row = &scene->rows.items[arrow->row];
    const Card *from = &scene->cards.items[row->card], *to = &scene->cards.items[arrow->to];
    char holder[64], target[160], source[160];
    words_identify(scene, from, holder, sizeof holder);
    call_card(scene, from, source, sizeof source);
    call_card(scene, to, target, sizeof target);
    snprintf(words.id, sizeof words.id, "reference-%s-%u", holder, arrow->row - from->first_row);
    snprintf(words.class, sizeof words.class, "reference%s", row->weak ? " weak" : "");
    const char *form =
        row->weak ? _("%.*s of %s refers weakly to %s") : _("%.*s of %s refers to %s");
    Text label = row->label.length ? row->label : text_of(_("a member"));
    snprintf(words.title, sizeof words.title, form, length_of(label), label.bytes, source, target);
    begin(&words, list);
}

void words_begin_badge(const Scene *scene, const Card *card, DrawList *list, bool counted) {
    Words words = {.class = "badge"};
    snprintf(words.id, sizeof words.id, "badge-%u",
             scene->now->objects.items[card->object].handle.serial);
    if (card->shared) {
        snprintf(words.title, sizeof words.title, "%s", _("shared by the interpreter"));
    } else if (!counted) {
        snprintf(words.title, sizeof words.title, "%s", _("refcount, to be filled in"));
    } else if (card->stub) {
        snprintf(words.title, sizeof words.title, _("refcount %u, %u of its references not drawn"),
                 card->badge, card->stub);
    } else {
        snprintf(words.title, sizeof words.title, _("refcount %u"), card->badge);
    }
    begin(&words, list);
}

/* ---- marks ---- */

static unsigned mark(SceneMark which, bool there) {
    return (unsigned)there << which;
}

static unsigned marks_of_rows(const Scene *scene) {
    unsigned marks = 0;
    for (size_t i = 0; i < scene->rows.count; i++) {
        const SceneRow *row = &scene->rows.items[i];
        bool frame = scene->cards.items[row->card].kind == CARD_FRAME;
        bool plain = row->arrow && !row->weak && !row->temporary;
        marks |= mark(SCENE_MARK_WEAK, row->arrow && row->weak) |
                 mark(SCENE_MARK_TEMPORARY, row->arrow && row->temporary) |
                 mark(SCENE_MARK_NAME, plain && frame) |
                 mark(SCENE_MARK_REFERENCE, plain && !frame) |
                 mark(SCENE_MARK_INLINE, !row->arrow && row->target != SNAPSHOT_NONE);
    }
    return marks;
}

unsigned scene_marks(const Scene *scene) {
    bool counts = scene->options.level != SCENE_BASIC;
    unsigned marks = marks_of_rows(scene);
    for (size_t i = 0; i < scene->cards.count; i++) {
        const Card *card = &scene->cards.items[i];
        bool node = card->kind == CARD_NODE, suspect = collector_suspects(card);
        marks |= mark(SCENE_MARK_GHOST, card->kind == CARD_GHOST && !card->hidden) |
                 mark(SCENE_MARK_BADGE, node && counts && !card->shared) |
                 mark(SCENE_MARK_STUB, node && counts && !card->shared && card->stub) |
                 mark(SCENE_MARK_SHARED, node && counts && card->shared) |
                 mark(SCENE_MARK_DELTA, node && counts && !card->shared && card->delta) |
                 mark(SCENE_MARK_GARBAGE, node && card->garbage && !suspect) |
                 mark(SCENE_MARK_SUSPECT, suspect) | mark(SCENE_MARK_GC_REFS, card->chip);
    }
    return marks;
}
