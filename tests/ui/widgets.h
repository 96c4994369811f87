/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <string.h>

#include <gtk/gtk.h>

#include "tests/wait.h"

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

