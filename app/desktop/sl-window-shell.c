/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/desktop/sl-window-shell.h"

#include <glib/gi18n.h>

#include "app/desktop/sl-window-reading.h"

/* --- messages --------------------------------------------------------------- */

static void dismissed_cb (SlWindowShell *self);

static void
show_toast (SlWindowShell *self, AdwToast *toast)
{
  g_set_weak_pointer (&self->toast, toast);
  g_signal_connect_swapped (toast, "dismissed", G_CALLBACK (dismissed_cb), self);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
dismissed_cb (SlWindowShell *self)
{
  AdwToast *next = g_queue_pop_head (&self->waiting_toasts);

  g_signal_handlers_disconnect_by_data (self->toast, self);
  g_clear_weak_pointer (&self->toast);
  if (next)
    show_toast (self, next);
}

/* Each toast is shown for some seconds, and the next one after it: of many in a row the last would be told
 * minutes later, and all be kept until then. They wait here, since libadwaita 1.2 crashes where a toast is
 * taken out of its own queue. */
static void
queue_toast (SlWindowShell *self, AdwToast *toast)
{
  if (!self->toast)
    {
      show_toast (self, toast);
      return;
    }
  g_queue_push_tail (&self->waiting_toasts, toast);
  if (self->waiting_toasts.length > SL_SHELL_MOST_TOASTS)
    g_object_unref (g_queue_pop_head (&self->waiting_toasts));
}

void
sl_window_shell_toast (SlWindowShell *self, const char *text, gboolean undo)
{
  /* A toast reads markup; messages contain file names and errors of libraries. */
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (markup);

  if (undo)
    {
      adw_toast_set_button_label (toast, _ ("_Undo"));
      adw_toast_set_action_name (toast, "win.undo");
    }
  queue_toast (self, toast);
}

void
sl_window_shell_complain (SlWindowShell *self, const char *heading, const char *text)
{
  GtkWidget *dialog = sl_message_dialog_new (heading, text);

  sl_message_dialog_add_response (SL_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  sl_dialog_present (dialog, self->window);
}

typedef struct {
  SlWindowShell *shell;
  GtkWindow *window;             /* a reference */
  void (*answered) (SlWindowShell *self, const char *name);
  char *name;                    /* of the answer; NULL: none yet */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->window);
  g_free (question->name);
  g_free (question);
}

static gboolean
answered_cb (gpointer data)
{
  const Question *question = data;

  question->answered (question->shell, question->name);
  return G_SOURCE_REMOVE;
}

/* Once the dialog has closed: an answer may close the window that it belongs to. */
static void
response_cb (SlMessageDialog *dialog, const char *response, const Question *question)
{
  Question *answer;

  if (g_strcmp0 (response, "cancel") == 0)
    return;
  answer = g_new (Question, 1);
  *answer = (Question) { question->shell, g_object_ref (question->window), question->answered,
                         g_strdup (response) };
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, answered_cb, answer, question_free);
}

static void
question_closed_cb (gpointer data, GClosure *closure)
{
  question_free (data);
}

void
sl_window_shell_ask (SlWindowShell *self, const char *heading, const char *text, const SlShellAnswer *answers,
                     void (*answered) (SlWindowShell *self, const char *name))
{
  SlMessageDialog *dialog = SL_MESSAGE_DIALOG (sl_message_dialog_new (heading, text));
  Question *question;

  sl_message_dialog_add_response (dialog, "cancel", _ ("_Cancel"));
  for (; answers->label; answers++)
    {
      sl_message_dialog_add_response (dialog, answers->name, _ (answers->label));
      if (answers->suggested)
        {
          sl_message_dialog_set_response_appearance (dialog, answers->name, ADW_RESPONSE_SUGGESTED);
          sl_message_dialog_set_default_response (dialog, answers->name);
        }
      if (answers->destroys)
        sl_message_dialog_set_response_appearance (dialog, answers->name, ADW_RESPONSE_DESTRUCTIVE);
    }
  sl_message_dialog_set_close_response (dialog, "cancel");
  question = g_new0 (Question, 1);
  *question = (Question) { self, g_object_ref (self->window), answered, NULL };
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), question, question_closed_cb, 0);
  sl_dialog_present (GTK_WIDGET (dialog), self->window);
}

/* --- undo ------------------------------------------------------------------- */

static void
update_button (SlWindowShell *self, const char *action, GtkButton *button, const char *what,
               const char *title, const char *keys)
{
  g_autofree char *text =
      title ? g_strdup_printf ("%s: %s (%s)", what, title, keys) : g_strdup_printf ("%s (%s)", what, keys);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (
                                   g_action_map_lookup_action (G_ACTION_MAP (self->window), action)),
                               title != NULL);
  /* Setting a tooltip makes GTK look for the widget below the pointer, wherever that is. */
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (button)), text) == 0)
    return;
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

void
sl_window_shell_update_undo (SlWindowShell *self, const char *undo_title, const char *redo_title)
{
  update_button (self, "undo", self->undo_button, _ ("Undo"), undo_title, _ ("Ctrl+Z"));
  update_button (self, "redo", self->redo_button, _ ("Redo"), redo_title, _ ("Ctrl+Shift+Z"));
}

/* --- panel ------------------------------------------------------------------ */

static void
show_panel_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  SlWindowShell *self = data;

  g_simple_action_set_state (action, state);
  sl_split_set_show_sidebar (self->split, g_variant_get_boolean (state));
}

static void
revealed_cb (SlSplit *split, GParamSpec *pspec, GActionMap *window)
{
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (window, "show-panel")),
                             g_variant_new_boolean (sl_split_get_show_sidebar (split)));
}

void
sl_window_shell_install (SlWindowShell *self)
{
  static const GActionEntry entries[] = { { "show-panel", NULL, NULL, "true", show_panel_cb } };

  g_object_set_data (G_OBJECT (self->window), "sl-shell", self);
  g_action_map_add_action_entries (G_ACTION_MAP (self->window), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect (self->split, "notify::show-sidebar", G_CALLBACK (revealed_cb), self->window);
}

void
sl_window_shell_clear (SlWindowShell *self)
{
  g_clear_pointer (&self->chooser, sl_file_dialog_free);
  if (self->window)
    sl_window_reading_forget (self);
  if (self->toast)
    g_signal_handlers_disconnect_by_data (self->toast, self);
  g_clear_weak_pointer (&self->toast);
  g_queue_clear_full (&self->waiting_toasts, g_object_unref);
}

SlWindowShell *
sl_window_shell_of (GtkWindow *window)
{
  return g_object_get_data (G_OBJECT (window), "sl-shell");
}

/* --- the window ------------------------------------------------------------- */

void
sl_window_shell_restore_size (SlWindowShell *self, GSettings *settings, const char *width_key,
                              const char *height_key)
{
  if (settings)
    gtk_window_set_default_size (self->window, g_settings_get_int (settings, width_key),
                                 g_settings_get_int (settings, height_key));
}

void
sl_window_shell_keep_size (SlWindowShell *self, GSettings *settings, const char *width_key,
                           const char *height_key)
{
  int width, height;

  if (!settings)
    return;
  gtk_window_get_default_size (self->window, &width, &height);
  g_settings_set_int (settings, width_key, width);
  g_settings_set_int (settings, height_key, height);
}

void
sl_window_shell_close_popovers (GtkWidget *widget)
{
  if (GTK_IS_POPOVER (widget) && gtk_widget_get_visible (widget))
    gtk_popover_popdown (GTK_POPOVER (widget));
  for (GtkWidget *c = gtk_widget_get_first_child (widget); c; c = gtk_widget_get_next_sibling (c))
    sl_window_shell_close_popovers (c);
}

void
sl_window_shell_close_by_escape (GtkWindow *window)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
}
