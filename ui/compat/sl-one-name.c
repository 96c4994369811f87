/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/compat/sl-one-name.h"

void
sl_one_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* A text without the underscores of access keys, of which two stand for one. g_free. */
static char *
without_keys (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = text; *p; p++)
    if (*p != '_' || *++p == '_')
      g_string_append_c (plain, *p);
    else
      p--;
  return g_string_free (plain, FALSE);
}

/* NULL: it has none with an access key. */
static const char *
text_with_key (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_use_underline (GTK_BUTTON (widget)))
    return gtk_button_get_label (GTK_BUTTON (widget));
  if (GTK_IS_CHECK_BUTTON (widget) && gtk_check_button_get_use_underline (GTK_CHECK_BUTTON (widget)))
    return gtk_check_button_get_label (GTK_CHECK_BUTTON (widget));
  return NULL;
}

void
sl_one_name_below (GtkWidget *root)
{
  const char *text = text_with_key (root);

  if (text)
    {
      g_autofree char *name = without_keys (text);

      sl_one_name (root, name);
    }
  for (GtkWidget *c = gtk_widget_get_first_child (root); c; c = gtk_widget_get_next_sibling (c))
    sl_one_name_below (c);
}
