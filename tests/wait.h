/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

static inline gboolean
wait_wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until the condition holds; fails after LIMIT_US, which the test defines. */
#define WAIT(condition)                                          \
  G_STMT_START {                                                 \
    gint64 until_ = g_get_monotonic_time () + LIMIT_US;          \
    guint wake_ = g_timeout_add (20, wait_wake_cb, NULL);        \
    while (!(condition) && g_get_monotonic_time () < until_)     \
      g_main_context_iteration (NULL, TRUE);                     \
    g_source_remove (wake_);                                     \
    g_assert_true (condition);                                   \
  } G_STMT_END
