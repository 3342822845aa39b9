/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "weights.h"

extern const OvTensor ov_weights_mean_image;

JsonNode *ov_weights_notes_build    (const OvWeightsNotes *notes);
void      ov_weights_notes_get_mean (const OvWeightsNotes *notes,
                                     float                *mean);
