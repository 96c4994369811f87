/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>

/* What newer versions of GTK and libadwaita replaced, under names of our own: the program compiles without a
 * deprecated call with GTK 4.8 and libadwaita 1.2 and with those of today. No other file asks for the version
 * of their headers. Main thread. */

/* --- dialogs: windows before libadwaita 1.5, widgets in the window of their parent since -- */

#if ADW_CHECK_VERSION (1, 5, 0)
typedef AdwAlertDialog SlMessageDialog;
#define SL_TYPE_MESSAGE_DIALOG ADW_TYPE_ALERT_DIALOG
#define SL_MESSAGE_DIALOG ADW_ALERT_DIALOG
#define SL_IS_MESSAGE_DIALOG ADW_IS_ALERT_DIALOG
#define sl_message_dialog_add_responses adw_alert_dialog_add_responses
#define sl_message_dialog_add_response adw_alert_dialog_add_response
#define sl_message_dialog_set_response_appearance adw_alert_dialog_set_response_appearance
#define sl_message_dialog_set_response_enabled adw_alert_dialog_set_response_enabled
#define sl_message_dialog_get_response_enabled adw_alert_dialog_get_response_enabled
#define sl_message_dialog_set_default_response adw_alert_dialog_set_default_response
#define sl_message_dialog_set_close_response adw_alert_dialog_set_close_response
#define sl_message_dialog_set_extra_child adw_alert_dialog_set_extra_child
#define sl_message_dialog_get_body adw_alert_dialog_get_body
#define SL_ABOUT_DIALOG ADW_ABOUT_DIALOG
#define sl_about_dialog_new() GTK_WIDGET (adw_about_dialog_new ())
#define sl_about_dialog_add_credit_section adw_about_dialog_add_credit_section
#else
typedef AdwMessageDialog SlMessageDialog;
#define SL_TYPE_MESSAGE_DIALOG ADW_TYPE_MESSAGE_DIALOG
#define SL_MESSAGE_DIALOG ADW_MESSAGE_DIALOG
#define SL_IS_MESSAGE_DIALOG ADW_IS_MESSAGE_DIALOG
#define sl_message_dialog_add_responses adw_message_dialog_add_responses
#define sl_message_dialog_add_response adw_message_dialog_add_response
#define sl_message_dialog_set_response_appearance adw_message_dialog_set_response_appearance
#define sl_message_dialog_set_response_enabled adw_message_dialog_set_response_enabled
#define sl_message_dialog_get_response_enabled adw_message_dialog_get_response_enabled
#define sl_message_dialog_set_default_response adw_message_dialog_set_default_response
#define sl_message_dialog_set_close_response adw_message_dialog_set_close_response
#define sl_message_dialog_set_extra_child adw_message_dialog_set_extra_child
#define sl_message_dialog_get_body adw_message_dialog_get_body
#define SL_ABOUT_DIALOG ADW_ABOUT_WINDOW
#define sl_about_dialog_new() adw_about_window_new ()
#define sl_about_dialog_add_credit_section adw_about_window_add_credit_section
#endif

GtkWidget *sl_message_dialog_new (const char *heading, const char *body);
/* Shows a dialog made by these functions over its parent, which owns it from now on. */
void sl_dialog_present (GtkWidget *dialog, GtkWindow *parent);
/* Closes it as its user would. */
void sl_dialog_close (GtkWidget *dialog);
/* Takes the focus of the keyboard from its widgets. */
void sl_dialog_clear_focus (GtkWidget *dialog);
/* The dialog, of this kind or a modal window, that is open over a window; NULL: none. Borrowed. */
GtkWidget *sl_dialog_find (GtkWindow *parent);

/* --- choosing a file: GtkFileDialog since GTK 4.10 ------------------------- */

/* file: borrowed; NULL: the dialog was cancelled. */
typedef void (*SlFileAnswer) (GFile *file, gpointer data);

typedef struct {
  const char *title;           /* translated */
  gboolean save;               /* a name to write to; else a file that exists */
  const char *name;            /* to begin with, for save; NULL: none */
  GFile *folder;               /* to begin in; NULL: wherever GTK likes */
  GtkFileFilter *filter[2];    /* the first is chosen; NULL: none */
} SlFileQuestion;

typedef struct _SlFileDialog SlFileDialog;

/* Asks, over a parent that may be NULL. answer() is called once, later; the dialog is then freed already.
 * free_data: of data, after the answer or without one; NULL: none. Owned by the caller until then. */
SlFileDialog *sl_file_dialog_ask (GtkWindow *parent, const SlFileQuestion *question, SlFileAnswer answer,
                                  gpointer data, GDestroyNotify free_data);
/* Takes the question back: closes the dialog without an answer. */
void sl_file_dialog_free (SlFileDialog *self);

/* --- a panel beside the content: AdwOverlaySplitView since libadwaita 1.4 --- */

/* Properties "sidebar" and "content" (GtkWidget), "show-sidebar" (gboolean). Where both do not fit side by
 * side, the sidebar is folded: hidden, and shown over the content. */
#define SL_TYPE_SPLIT (sl_split_get_type ())
G_DECLARE_FINAL_TYPE (SlSplit, sl_split, SL, SPLIT, GtkWidget)

void sl_split_set_show_sidebar (SlSplit *self, gboolean show);
gboolean sl_split_get_show_sidebar (SlSplit *self);
gboolean sl_split_get_folded (SlSplit *self);

/* --- functions ------------------------------------------------------------- */

/* Once, when GTK is there: no tooltip is due for a window or popover that has gone. GTK shows tooltips half a
 * second after the pointer came, and complains where the surface under it has been closed meanwhile. */
void sl_tooltips_mend (void);
/* Once, when GTK is there, before any popover: a popover of a widget off the screen is on it nevertheless. */
void sl_popovers_mend (void);

#if GTK_CHECK_VERSION (4, 12, 0)
#define sl_css_provider_load_from_string gtk_css_provider_load_from_string
#else
#define sl_css_provider_load_from_string(css, text) gtk_css_provider_load_from_data (css, text, -1)
#endif
/* The colour of the widget's text. */
void sl_widget_get_color (GtkWidget *widget, GdkRGBA *color);
/* A texture of premultiplied RGBA, 8 bits each, upside up. release: called with data when the texture is no
 * longer used. */
GdkTexture *sl_texture_new_for_gl (GdkGLContext *context, guint id, int width, int height,
                                   GDestroyNotify release, gpointer data);
