/* What pictures and sequences of them are made from; internal to app/files. */
#ifndef LASTREF_APP_FILES_PICTURES_PARTS_H
#define LASTREF_APP_FILES_PICTURES_PARTS_H

#include "app/app_state.h"
#include "app/files/pictures.h"
#include "scene/scene.h"

/* What was open, to be given back. */
typedef struct PicturesKept {
    Scene *scene; /* null: the app's own is used */
    SceneOptions options;
    uint32_t stop, inside, shown_stop;
    bool moved; /* something else is shown meanwhile */
    SceneView view;
    Camera camera;
    bool row_selected;
} PicturesKept;

/* A scene that was made for a wish, while the app is given back. A zeroed one is none. */
typedef struct PicturesScene {
    Scene *scene;        /* owned; null: none, or the app's own is used */
    uint32_t shown_stop; /* the last one that was placed in it */
} PicturesScene;

/* Makes the app show what the wish is of, until pictures_give_back. `made` is what was
 * given back before, and is taken over. What a new scene shows does not depend on what is shown. */
PicturesKept pictures_prepare(App *app, const PictureWish *wish, PicturesScene made);
PicturesScene pictures_give_back(App *app, PicturesKept kept);

/* Shows one of the wish's steps, or what is shown when it has none. False with a message when the
 * objects that were asked for are `needed` and not there. */
bool pictures_show(App *app, const PictureWish *wish, size_t number, bool needed, Error *error);

/* Fills a zeroed panel with what is drawn of the shown step, in the style's theme; it has no words.
 */
void pictures_draw_panel(App *app, const PictureWish *wish, const FigureStyle *style,
                         SceneStill still, FigurePanel *panel);
/* Fills a zeroed panel with the shown step and its words, in the style's theme. */
void pictures_make_panel(App *app, const PictureWish *wish, const FigureStyle *style,
                         SceneStill still, FigurePanel *panel);
/* The frame of all panels, `strip` of them side by side. False with a message: there is no room. */
bool pictures_frame(const FigureStyle *style, const FigurePanel *panels, size_t count, size_t strip,
                    FigureFrame *frame, Error *error);

/* Appends what is open and shown, as a document that a picture can carry. */
bool pictures_append_document(const App *app, TextBuffer *out, Error *error);

#endif
