/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <string.h>

#include <gtk/gtk.h>

/* What tests of widgets share. */

/* The first widget of a type at or below root, or NULL. */
static inline GtkWidget *
find (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *c = gtk_widget_get_first_child (root); c; c = gtk_widget_get_next_sibling (c))
    {
      GtkWidget *found = find (c, type);

      if (found)
        return found;
    }
  return NULL;
}

/* The first widget of a type with this in its tooltip or label, or NULL. */
static inline GtkWidget *
seek (GtkWidget *root, GType type, const char *text)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    {
      const char *tip = gtk_widget_get_tooltip_text (root);
      const char *label = GTK_IS_CHECK_BUTTON (root) ? gtk_check_button_get_label (GTK_CHECK_BUTTON (root))
                          : GTK_IS_BUTTON (root)     ? gtk_button_get_label (GTK_BUTTON (root))
                          : GTK_IS_LABEL (root)      ? gtk_label_get_text (GTK_LABEL (root)) : NULL;

      if ((tip && strstr (tip, text)) || (label && strstr (label, text)))
        return root;
    }
  for (GtkWidget *c = gtk_widget_get_first_child (root); c; c = gtk_widget_get_next_sibling (c))
    {
      GtkWidget *found = seek (c, type, text);

      if (found)
        return found;
    }
  return NULL;
}

static inline gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until the condition holds; fails after LIMIT_US, which the test defines. */
#define WAIT(condition)                                          \
  G_STMT_START {                                                 \
    gint64 until_ = g_get_monotonic_time () + LIMIT_US;          \
    guint wake_ = g_timeout_add (20, wake_cb, NULL);             \
    while (!(condition) && g_get_monotonic_time () < until_)     \
      g_main_context_iteration (NULL, TRUE);                     \
    g_source_remove (wake_);                                     \
    g_assert_true (condition);                                   \
  } G_STMT_END
