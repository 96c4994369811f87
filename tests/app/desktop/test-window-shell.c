/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all windows with a document share. */
#include "app/desktop/sl-window-shell.h"

#include <string.h>

#include "tests/ui/widgets.h"

#define LIMIT_US (20 * G_USEC_PER_SEC)
#define MANY 40

static gboolean
is_shown (GtkWidget *root, const char *text)
{
  if (GTK_IS_LABEL (root) && gtk_widget_get_mapped (root)
      && strcmp (gtk_label_get_text (GTK_LABEL (root)), text) == 0)
    return TRUE;
  for (GtkWidget *c = gtk_widget_get_first_child (root); c; c = gtk_widget_get_next_sibling (c))
    if (is_shown (c, text))
      return TRUE;
  return FALSE;
}

/* As its button does, once the toast stands still: libadwaita 1.2 crashes before. */
static void
dismiss (SlWindowShell *shell)
{
  for (const gint64 until = g_get_monotonic_time () + 1000000; g_get_monotonic_time () < until;)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  adw_toast_dismiss (shell->toast);
}

/* Of many messages in a row only the newest wait for the first; the others are not kept. */
static void
test_toasts (void)
{
  GtkWidget *window = gtk_window_new (), *overlay = adw_toast_overlay_new ();
  SlWindowShell shell = { .window = GTK_WINDOW (window), .toasts = ADW_TOAST_OVERLAY (overlay) };
  AdwToast *toast[MANY] = { NULL };
  guint n = 0;

  gtk_window_set_child (GTK_WINDOW (window), overlay);
  gtk_window_present (GTK_WINDOW (window));
  WAIT (gtk_widget_get_mapped (overlay));
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *text = g_strdup_printf ("Message %u", i);

      sl_window_shell_toast (&shell, text, FALSE);
      g_set_weak_pointer (&toast[i], i ? g_queue_peek_tail (&shell.waiting_toasts) : shell.toast);
    }
  for (guint i = 0; i < MANY; i++)
    n += toast[i] != NULL;
  g_assert_cmpuint (n, ==, 1 + SL_SHELL_MOST_TOASTS);
  WAIT (is_shown (window, "Message 0"));
  dismiss (&shell);
  WAIT (is_shown (window, "Message 38"));
  dismiss (&shell);
  WAIT (is_shown (window, "Message 39"));
  WAIT (!toast[MANY - 2]);
  dismiss (&shell);
  g_assert_null (shell.toast);
  WAIT (!toast[MANY - 1]);
  /* One of them is shown and one waits when the window closes. */
  for (guint i = 0; i < 2; i++)
    {
      sl_window_shell_toast (&shell, "Last", FALSE);
      g_set_weak_pointer (&toast[i], i ? g_queue_peek_tail (&shell.waiting_toasts) : shell.toast);
    }
  WAIT (is_shown (window, "Last"));
  sl_window_shell_clear (&shell);
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT (!toast[0] && !toast[1]);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/window-shell/toasts", test_toasts);
  return g_test_run ();
}
