/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* The name out of n that is most like what was typed, or NULL where none is. Thread: any. */
const char *sl_nearest_name (const char *typed, const char *const *names, guint n);
