/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/desktop/sl-window-notice.h"

#include <glib/gi18n.h>

/* Shorter waits need no words. */
#define DELAY_MS 300

struct _SlWindowNotice {
  SlWindowShell *shell;
  char *name;
  void (*cancelled) (gpointer data);
  gpointer data;
  AdwToast *toast; /* NULL: not shown yet, or put away */
  guint show_id;
};

/* By its button, too. */
static void
dismissed_cb (AdwToast *toast, SlWindowNotice *self)
{
  g_signal_handlers_disconnect_by_data (toast, self);
  g_clear_object (&self->toast);
  self->cancelled (self->data);
}

static gboolean
show_cb (gpointer data)
{
  SlWindowNotice *self = data;
  g_autofree char *text = g_strdup_printf (_ ("Reading “%s”…"), self->name),
                  *markup = g_markup_escape_text (text, -1);

  self->show_id = 0;
  self->toast = g_object_ref (adw_toast_new (markup));
  adw_toast_set_button_label (self->toast, _ ("_Cancel"));
  adw_toast_set_timeout (self->toast, 0);
  adw_toast_set_priority (self->toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect (self->toast, "dismissed", G_CALLBACK (dismissed_cb), self);
  adw_toast_overlay_add_toast (self->shell->toasts, g_object_ref (self->toast));
  return G_SOURCE_REMOVE;
}

SlWindowNotice *
sl_window_notice_new (SlWindowShell *shell, const char *path, void (*cancelled) (gpointer data),
                      gpointer data)
{
  SlWindowNotice *self = g_new0 (SlWindowNotice, 1);

  *self = (SlWindowNotice) { .shell = shell,
                             .name = g_filename_display_basename (path),
                             .cancelled = cancelled,
                             .data = data };
  self->show_id = g_timeout_add (DELAY_MS, show_cb, self);
  return self;
}

void
sl_window_notice_free (SlWindowNotice *self)
{
  g_clear_handle_id (&self->show_id, g_source_remove);
  if (self->toast)
    {
      g_signal_handlers_disconnect_by_data (self->toast, self);
      adw_toast_dismiss (self->toast);
      g_clear_object (&self->toast);
    }
  g_free (self->name);
  g_free (self);
}
