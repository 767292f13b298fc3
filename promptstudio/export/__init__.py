"""Prompts taken away: PEFT folder, safetensors, npz."""
