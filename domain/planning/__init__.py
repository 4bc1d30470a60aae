"""What is planned of ideas: costs, effort, time and ties between them; and the frame of budgets and capacities."""
