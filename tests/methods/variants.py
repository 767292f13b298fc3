"""Settings beside the defaults under which every method has to fulfil the contract."""

from typing import Any

from promptstudio.methods.registry import methods

VARIANTS: list[tuple[str, dict[str, Any]]] = [
    *((key, {}) for key in sorted(methods())),
    *(("meta_init", {"algorithm": name}) for name in ("fomaml", "reptile", "multitask")),
    ("svgd_transfer", {"aggregation": "best", "prior": "fitted", "source_optimizer": "adafactor"}),
    ("svgd_transfer", {"aggregation": "weighted", "likelihood": "exact", "particles": 1}),
    ("svgd_transfer", {"inference": "particles"}),
    ("svgd_transfer", {"inference": "particles", "prior": "none", "bandwidth_rule": "fixed"}),
    ("crosspt", {"source_init": "random", "composition": "concat", "train_sources": False}),
    ("crosspt", {"parts": "private", "private_init": "vocabulary"}),
    ("crosspt", {"parts": "shared", "normalizer": "softmax", "joint_optimizer": "adafactor"}),
    ("crosspt", {"top_k": 2, "masking_study": True}),
    ("meta_particles", {"first_order": True, "inner_steps": 2, "aggregation": "best"}),
    ("posterior_crosspt", {"train_sources": False, "posterior_weight": 0.1}),
    ("posterior_crosspt", {"parts": "private"}),
    ("source_prompts", {"same_start": False, "source": "food"}),
    ("dept", {"scaling": "code", "rank": 1, "optimizer": "adafactor"}),
    ("residual_prompt", {"network_per_token": True, "layer_norm": False}),
    ("residual_prompt", {"residual": False, "optimizer": "adafactor"}),
    ("text_instruction", {"instruction": "good or bad"}),
    ("attempt", {"target_init": "named", "target_source": "food", "optimizer": "adafactor"}),
    ("attempt", {"target_init": "vocabulary", "attend_target": False, "train_layer_norm": False}),
    ("multitask_prompt", {"distillation": False, "rank": 2, "train_shared": False}),
    ("multitask_prompt", {"distill_tasks_per_step": 2, "distill_optimizer": "adafactor"}),
    ("spot", {"retrieval": "named", "source": "food", "use": "best"}),
    ("spot", {"retrieval": "zero_shot", "use": "best_of_k", "top_k": 2, "choose_every": 2}),
    ("spot", {"retrieval": "pairwise", "use": "weighted", "top_k": 2}),
    ("spot", {"retrieval": "euclidean", "use": "mixture", "top_k": 2, "same_start": False}),
    ("spot", {"retrieval": "neurons"}),
    ("task_vectors", {"combination": "nearest", "top_k": 2, "optimizer": "adafactor"}),
    ("task_vectors", {"combination": "named", "formula": "film - 0.5*food", "use": "zero_shot"}),
]
