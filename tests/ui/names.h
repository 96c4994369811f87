/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>

#include "ui/plot/view/sl-plot-view.h"
#include "ui/widgets/sl-param-row.h"

/* For tests that run with GTK_A11Y=test. */

static inline gboolean
has_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  return gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL)
         || gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/* A text with an access key names a widget by a relation. GTK 4.8 says that and its property, one after the
 * other. */
static inline gboolean
has_two_names (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
  g_autoptr (GList) labels = gtk_widget_list_mnemonic_labels (widget);

  return labels && gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL)
         && gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/* Whatever takes the keyboard has a name that can be read out, once. Parts of GTK's own widgets are GTK's
 * matter. */
static inline guint
check_names (GtkWidget *widget)
{
  guint bad = 0;
  gboolean whole = GTK_IS_BUTTON (widget) || GTK_IS_SCALE (widget) || GTK_IS_ENTRY (widget)
                   || GTK_IS_DROP_DOWN (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget)
                   || SL_IS_PARAM_ROW (widget) || SL_IS_PLOT_VIEW (widget);

  if (whole && !GTK_IS_WINDOW_CONTROLS (gtk_widget_get_parent (widget))
      && (!has_name (widget) || has_two_names (widget)))
    {
      g_autofree char *tip =
          gtk_widget_get_tooltip_text (widget) ? g_strdup (gtk_widget_get_tooltip_text (widget)) : NULL;

      g_test_message ("%s: %s “%s” in %s", has_name (widget) ? "two names" : "no name",
                      G_OBJECT_TYPE_NAME (widget), tip ? tip : "",
                      G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
      bad++;
    }
  if (whole && !SL_IS_PARAM_ROW (widget))
    return bad;
  for (GtkWidget *c = gtk_widget_get_first_child (widget); c; c = gtk_widget_get_next_sibling (c))
    bad += check_names (c);
  return bad;
}
